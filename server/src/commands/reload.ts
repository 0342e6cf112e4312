import type { Command } from 'commander';
import type { Logger } from 'pino';
import { isDeepStrictEqual } from 'node:util';
import { reloadThroughServer } from '../app/control/control-client.js';
import type { ReloadReport } from '../app/control/control-protocol.js';
import type { LoadedSettings } from '../config/load.js';
import { addSettingOptions, loadForCommand, processIo } from '../config/options.js';
import { SETTINGS } from '../config/setting-list.js';
import { clusterOf, type Settings } from '../config/settings.js';
import { SHARED_KEYS } from '../config/shared-settings.js';
import { COMMAND } from '../installation.js';
import { formatErrors } from './check-config.js';

export interface ReloadOptions {
  /** Reads the configuration again, from the same places as at the start. */
  load: () => LoadedSettings;
  log: Logger;
  /** Takes the certificate of the pages anew, and what else can change while the server runs; says what has changed. */
  apply: (settings: Settings | undefined) => readonly string[];
}

/** What is in force at once; everything else needs a restart. */
const AT_ONCE: ReadonlySet<string> = new Set(['log.level', 'notifications', 'routes']);

/**
 * Reads the configuration again while the server runs, as on SIGHUP or by `tunnelwatch reload`: the log level, the
 * certificates of the pages, and the channels and routes of notifications are in force at once. The log says what is, and
 * what needs a restart. A configuration with errors changes nothing. It never throws.
 * @param started what the server was started with
 */
export function createReload(started: Settings, { load, log, apply }: ReloadOptions): () => ReloadReport {
  return () => {
    const loaded = load();
    const applied = apply(loaded.ok ? loaded.settings : undefined);
    if (!loaded.ok) {
      const reasons = loaded.errors.map(({ message }) => message).join('; ');
      log.error(`the configuration was not reloaded, and the one in force stays: ${reasons}`);
      return { changed: [...applied], restart: [], shared: [], errors: [formatErrors(loaded.errors).trimEnd()] };
    }
    const { settings } = loaded;
    const level = settings.log.level;
    const changed = [...applied];
    if (level !== log.level) {
      changed.push(`log.level is ${level}`);
      log.level = level;
    }
    const waiting = SETTINGS.filter(({ key, path }) => !AT_ONCE.has(key) && differs(started, settings, path));
    const isShared = (key: string) => clusterOf(started) !== null && SHARED_KEYS.includes(key);
    const keys = waiting.map(({ key }) => key);
    const restart = keys.filter((key) => !isShared(key));
    const report = { changed, restart, shared: keys.filter(isShared), errors: [] };
    // Whatever the level is: somebody asked, and waits for the answer.
    log.warn(`configuration and certificates were reloaded: ${reloadText(report)}`);
    return report;
  };
}

/** What has changed, and what has not yet, in one line. */
function reloadText({ changed, restart, shared }: ReloadReport): string {
  return [
    changed.length === 0 ? 'nothing changed at once' : changed.join(', '),
    ...(restart.length === 0 ? [] : [`restart for: ${restart.join(', ')}`]),
    ...(shared.length === 0 ? [] : [`"${COMMAND} cluster apply-config" for: ${shared.join(', ')}`]),
  ].join('; ');
}

const HELP = `
In force at once: the log level, the certificate of the pages, notification channels and routes. It says what changed, and
which changed settings need a restart. A configuration with errors changes nothing.

Exit codes: 0 reloaded, 1 no server answers, 2 the configuration has errors.`;

/** Adds `reload`: makes the running server read its configuration again. */
export function addReloadCommand(program: Command): void {
  const command = program
    .command('reload')
    .description('make the running server read its configuration again')
    .addHelpText('after', HELP);
  addSettingOptions(command, ['data']).action(async (options: Record<string, unknown>) => {
    const loaded = loadForCommand(options, processIo());
    if (!loaded.ok) {
      process.stderr.write(formatErrors(loaded.errors));
      process.exitCode = 2;
      return;
    }
    try {
      const report = await reloadThroughServer(loaded.settings.data);
      if (report.errors.length > 0) {
        process.stderr.write(`${report.errors.join('\n')}\nThe configuration in force stays.\n`);
        process.exitCode = 2;
        return;
      }
      process.stdout.write(`${reloadText(report)}\n`);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  });
}

function differs(before: Settings, after: Settings, path: readonly string[]): boolean {
  return !isDeepStrictEqual(valueAt(before, path), valueAt(after, path));
}

function valueAt(settings: Settings, path: readonly string[]): unknown {
  let value: unknown = settings;
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return value;
}
