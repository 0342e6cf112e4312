import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { escapePath } from 'tinyglobby';
import type { ParsedSettings } from './schema.js';

/** Files that are followed alike. */
export interface SourceSettings {
  /**
   * Absolute paths and globs in the syntax of tinyglobby. Characters of a literal name that mean something in a glob
   * are escaped by a backslash.
   */
  readonly files: readonly string[];
  /** The gateway for lines that name none; null where the file's name has to serve. */
  readonly gateway: string | null;
  /** IANA time zone of stamps without one. */
  readonly timeZone: string;
}

/** The effective settings, ready to use: absolute paths, no `auto`, no `system`. Plain data, so that threads can share it. */
export interface Settings extends Omit<ParsedSettings, 'sources' | 'demo'> {
  readonly sources: readonly SourceSettings[];
  /** True when a simulated gateway runs. */
  readonly demo: boolean;
}

const DAY_MS = 86_400_000;

/** How much the store keeps, in the units of the program. */
export function retentionOf({ retention }: Pick<Settings, 'retention'>): {
  maxAgeMs: number | null;
  maxBytes: number | 'auto' | null;
} {
  const { maxAgeDays, maxSizeBytes } = retention;
  return {
    maxAgeMs: maxAgeDays === 'unlimited' ? null : maxAgeDays * DAY_MS,
    maxBytes: maxSizeBytes === 'unlimited' ? null : maxSizeBytes,
  };
}

/** Folders that relative paths of each setting start from. */
export interface PathBases {
  readonly data: string;
  readonly catalogue: string;
  readonly sources: string;
}

/** Turns checked settings into effective ones. Looks whether a path of a source exists, to tell a name from a glob. */
export function resolveSettings(parsed: ParsedSettings, bases: PathBases): Settings {
  const timeZone = parsed.timeZone === 'system' ? systemTimeZone() : parsed.timeZone;
  return {
    ...parsed,
    data: resolve(bases.data, parsed.data),
    catalogue: parsed.catalogue === null ? null : resolve(bases.catalogue, parsed.catalogue),
    timeZone,
    sources: parsed.sources.map((source) => ({
      files: source.files.map((file) => absoluteGlob(bases.sources, file)),
      gateway: source.gateway ?? null,
      timeZone: source.timeZone ?? timeZone,
    })),
    demo: parsed.demo === 'auto' ? parsed.sources.length === 0 : parsed.demo,
  };
}

function systemTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A path that exists is that file, whatever characters it has (a shell expands `gw[1].log`); anything else is a glob. */
function absoluteGlob(base: string, file: string): string {
  const path = resolve(base, file);
  if (existsSync(path)) return escapePath(path);
  if (isAbsolute(file)) return file;
  const [, above = '', rest = file] = /^((?:\.{1,2}\/)*)(.*)$/s.exec(file) ?? [];
  return join(escapePath(resolve(base, above)), rest);
}

/** The folder that relative paths in a file start from. */
export function baseOfFile(path: string): string {
  return dirname(path);
}
