import type { Logger } from 'pino';
import { isDeepStrictEqual } from 'node:util';
import type { LoadedSettings } from '../config/load.js';
import { SETTINGS } from '../config/setting-list.js';
import type { Settings } from '../config/settings.js';

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
 * Reads the configuration again while the server runs, as on SIGHUP: the log level, the certificates of the pages, and the
 * channels and routes of notifications are in force at once. The log says what is, and what needs a restart. A configuration with errors changes nothing. It never throws.
 * @param started what the server was started with
 */
export function createReload(started: Settings, { load, log, apply }: ReloadOptions): () => void {
  return () => {
    const loaded = load();
    const applied = apply(loaded.ok ? loaded.settings : undefined);
    if (!loaded.ok) {
      const reasons = loaded.errors.map(({ message }) => message).join('; ');
      log.error(`the configuration was not reloaded, and the one in force stays: ${reasons}`);
      return;
    }
    const { settings } = loaded;
    const level = settings.log.level;
    const changed = [...applied];
    if (level !== log.level) {
      changed.push(`log.level is ${level}`);
      log.level = level;
    }
    const waiting = SETTINGS.filter(({ key, path }) => !AT_ONCE.has(key) && differs(started, settings, path));
    const restart = waiting.length === 0 ? '' : `; restart for: ${waiting.map(({ key }) => key).join(', ')}`;
    const now = changed.length === 0 ? 'nothing changed at once' : changed.join(', ');
    // Whatever the level is: somebody asked, and waits for the answer.
    log.warn(`configuration and certificates were reloaded: ${now}${restart}`);
  };
}

function differs(before: Settings, after: Settings, path: readonly string[]): boolean {
  return !isDeepStrictEqual(valueAt(before, path), valueAt(after, path));
}

function valueAt(settings: Settings, path: readonly string[]): unknown {
  let value: unknown = settings;
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return value;
}
