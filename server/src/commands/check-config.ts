import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadCatalogue } from '../config/load-catalogue.js';
import type { LoadedSettings, SettingOrigin } from '../config/load.js';
import { namedFileErrors } from '../config/named-files.js';
import { addSettingOptions, loadForCommand, processIo, type CommandIo } from '../config/options.js';
import { formatSettingError, type SettingError } from '../config/setting-error.js';
import { SETTINGS } from '../config/setting-list.js';
import type { Settings } from '../config/settings.js';
import { readKeptNotifications } from '../serve/notify/kept-notifications.js';
import { readAuditKeys } from '../store/audit/audit-key.js';

interface EffectiveSetting {
  readonly key: string;
  readonly value: unknown;
  readonly from: string;
}

/** Adds `check-config [FILE...]`: the effective settings with their origin, or all errors. */
export function addCheckConfigCommand(program: Command, io: CommandIo = processIo()): void {
  const command = program
    .command('check-config')
    .description('check the configuration and print every setting with its origin (exit code 2 if invalid)')
    .argument('[files...]', 'files to follow, as for serve')
    .option('--json', 'print JSON');
  addSettingOptions(command).action((files: string[], options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, io, files);
    const errors = [...configurationErrors(loaded), ...fileErrors(loaded)];
    if (!loaded.ok || errors.length > 0) {
      // Without its routes it may be whole: then they are what is wrong, and may lead to a channel that is kept elsewhere.
      const rest = loaded.ok ? undefined : loadForCommand({ ...options, routes: '[]' }, io, files);
      io.err(formatErrors(errors) + (rest?.ok === true ? keptChannelsText(keptBeside(rest.settings)) : ''));
      io.setExitCode(2);
      return;
    }
    const list = effective(loaded.settings, loaded.origin);
    const kept = keptBeside(loaded.settings);
    io.out(options['json'] === true ? toJson(loaded.configFile, list, kept) : toTable(loaded.configFile, list, kept));
    io.setExitCode(0);
  });
}

/** Errors of a configuration as text, one a line, with their number first. */
export function formatErrors(errors: readonly SettingError[]): string {
  const title =
    errors.length === 1 ? 'The configuration has an error:' : `The configuration has ${errors.length} errors:`;
  return `${title}\n${errors.map((error) => `  ${formatSettingError(error)}\n`).join('')}`;
}

/**
 * All errors of a configuration with which a server would start. The catalogue file is part of it, and sources that are
 * named by something empty are an error too: a demo in their place would hide it.
 */
export function configurationErrors(loaded: LoadedSettings): readonly SettingError[] {
  if (!loaded.ok) return loaded.errors;
  const catalogue = loadCatalogue(loaded.settings.catalogue, loaded.origin.get('catalogue'));
  return [...loaded.emptySources, ...(catalogue.ok ? [] : catalogue.errors)];
}

/** What is wrong with the files that a configuration names, apart from the catalogue. */
function fileErrors(loaded: LoadedSettings): readonly SettingError[] {
  if (!loaded.ok) return [];
  const { settings, origin } = loaded;
  return [...namedFileErrors(settings, origin, Date.now()), ...auditKeyErrors(settings, origin.get('audit.keyFile'))];
}

/** The server creates a key that is missing, but not its folder. */
function auditKeyErrors({ audit, data }: Settings, named: SettingOrigin | undefined): readonly SettingError[] {
  const { keyFile } = audit;
  if (keyFile === null || named === undefined) return [];
  if (!existsSync(dirname(keyFile))) {
    return [{ ...named.place, message: `${dirname(keyFile)}: no such folder`, remedy: 'create it, or choose another' }];
  }
  try {
    readAuditKeys({ keyFile, dataDirectory: data });
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ ...named.place, message, remedy: 'see "The audit trail" in docs/operating.md' }];
  }
}

function effective(settings: Settings, origin: ReadonlyMap<string, SettingOrigin>): readonly EffectiveSetting[] {
  return SETTINGS.map(({ key, path }) => ({
    key,
    value: valueAt(settings, path),
    from: origin.get(key)?.name ?? 'default',
  }));
}

function valueAt(settings: Settings, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.entries(at).find(([key]) => key === name)?.[1];
  }, settings);
}

type Kept = ReturnType<typeof readKeptNotifications>;

/** What is kept in the data folder, as a server with sources of its own would have it in force. */
function keptBeside(settings: Settings): Kept {
  return readKeptNotifications(settings.data, { ...settings, demo: false });
}

function toJson(file: string | null, list: readonly EffectiveSetting[], kept: Kept): string {
  const settings = Object.fromEntries(list.map(({ key, value, from }) => [key, { value, from }]));
  const madeInBrowser = kept.ok
    ? { channels: kept.channels.map(({ fields }) => fields.name), routes: kept.routes.routes.length, notes: kept.notes }
    : { unread: kept.reason };
  return `${JSON.stringify({ configFile: file, settings, madeInBrowser }, null, 2)}\n`;
}

function toTable(file: string | null, list: readonly EffectiveSetting[], kept: Kept): string {
  const rows = list.map(({ key, value, from }) => [key, shown(value), from] as const);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    ([key, value, from]) => `${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${from}`,
  );
  const ends = [...keptLines(kept), 'The configuration is valid.', ''];
  return [`Configuration file: ${file ?? 'none'}`, ...lines, ...ends].join('\n');
}

function keptLines(kept: Kept): string[] {
  if (!kept.ok) return [`Made in the browser: not checked. ${kept.reason}`];
  const { channels, routes, notes } = kept;
  const counts = `${counted(channels.length, 'channel')}, ${counted(routes.routes.length, 'route')}`;
  return [`Made in the browser: ${counts}`, ...notes.map((note) => `  ${note}`)];
}

/** For whoever wonders why a route of the configuration may not lead to a channel that the page shows. */
function keptChannelsText(kept: Kept): string {
  if (!kept.ok || kept.channels.length === 0) return '';
  const names = kept.channels.map(({ fields }) => fields.name).join(', ');
  return `Made in the browser: ${names}. A route to such a channel is made in the browser too, on the page Admin.\n`;
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

function shown(value: unknown): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
