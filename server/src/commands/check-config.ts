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
      io.err(formatErrors(errors));
      io.setExitCode(2);
      return;
    }
    const list = effective(loaded.settings, loaded.origin);
    io.out(options['json'] === true ? toJson(loaded.configFile, list) : toTable(loaded.configFile, list));
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

function toJson(file: string | null, list: readonly EffectiveSetting[]): string {
  const settings = Object.fromEntries(list.map(({ key, value, from }) => [key, { value, from }]));
  return `${JSON.stringify({ configFile: file, settings }, null, 2)}\n`;
}

function toTable(file: string | null, list: readonly EffectiveSetting[]): string {
  const rows = list.map(({ key, value, from }) => [key, shown(value), from] as const);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    ([key, value, from]) => `${key.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${from}`,
  );
  return [`Configuration file: ${file ?? 'none'}`, ...lines, 'The configuration is valid.', ''].join('\n');
}

function shown(value: unknown): string {
  if (value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
