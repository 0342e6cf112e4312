import path from 'node:path';
import { addressInName } from './address-in-name.js';
import { type DatedPath, datedPath } from './dated-name.js';

/** Extensions of compressed files, each with the command that writes their content to standard output. */
export const UNPACK_COMMANDS: Readonly<Record<string, string>> = {
  gz: 'gzip -dc',
  bz2: 'bzip2 -dc',
  xz: 'xz -dc',
  lzma: 'xz -dc',
  zst: 'zstd -dc',
  lz4: 'lz4 -dc',
  lz: 'lzip -dc',
  Z: 'gzip -dc',
  zip: 'unzip -p',
  '7z': '7z x -so',
};

const PACKED = new RegExp(`\\.(?:${Object.keys(UNPACK_COMMANDS).join('|')})$`);
const EXTENSION = /\.(?:log|txt|out|json|jsonl|ndjson|syslog|csv|asc|fifo|pipe)$/i;
/** The number of a rotated file: behind a dot, or behind the extension. */
const ROTATION = /(?:\.\d{1,5}|(?<=\.(?:log|txt|out|json|jsonl|ndjson|syslog|csv|asc|fifo|pipe))-\d{1,5})$/i;
const KEPT = /[.~](?:bak|old|orig)?$/i;

/** A file name without what rotation, compression and its kind have added. */
export interface LogName {
  stem: string;
  /** With its dot; empty when it has none. */
  extension: string;
  /** The number of a rotated file; undefined when it has none. */
  rotation: number | undefined;
}

/** True for a compressed file, by its name. */
export function isPackedName(file: string): boolean {
  return PACKED.test(file);
}

/** True for a name that says that it is a log's. */
export function hasLogExtension(file: string): boolean {
  return EXTENSION.test(file);
}

/** The file name without the extension of its compression. */
export function withoutPacking(file: string): string {
  return file.replace(PACKED, '');
}

/** Takes extensions and rotation numbers off a file name; an address stays whole. */
export function logName(base: string): LogName {
  let stem = base;
  let extension = '';
  let rotation: number | undefined;
  while (addressInName(stem) === undefined) {
    const number = ROTATION.exec(stem)?.[0];
    // The day of `gw1.2026.11.29` is no rotation number.
    const isDate = number !== undefined && stampOf(stem) !== stampOf(stem.slice(0, -number.length));
    const bare = stem.replace(number === undefined || isDate ? PACKED : ROTATION, '').replace(KEPT, '');
    const next = bare.replace(EXTENSION, '');
    if (next === stem || next === '') break;
    if (next !== bare) extension ||= bare.slice(next.length).toLowerCase();
    if (number !== undefined && !isDate) rotation ??= Number(number.slice(1));
    stem = next;
  }
  return { stem, extension, rotation };
}

function stampOf(stem: string): string {
  return datedPath('', stem).stamp;
}

/** Files of which only the newest is written to. */
export interface LogSeries {
  key: string;
  /** Sorts by age as text: the newest is the last. */
  order: string;
}

/** Rotation numbers count up with age. */
const MAX_ROTATION = 99_999;

/**
 * The series that a file belongs to: the same folder and name with another date, hour or rotation number, or the same
 * name in a folder of another day. A name without date and number is the newest of its series.
 */
export function seriesOf(file: string): LogSeries {
  const { folders, names, stamp, extension, rotation } = datedLog(file);
  const age = rotation === undefined ? '~' : String(MAX_ROTATION - rotation).padStart(5, '0');
  // NUL cannot be part of a name.
  return { key: [...folders, '', ...names, extension].join('\0'), order: `${stamp === '' ? '~' : stamp} ${age}` };
}

/** A path without dates, rotation numbers and extensions. */
export interface DatedLog extends Pick<LogName, 'extension' | 'rotation'>, Pick<DatedPath, 'folders' | 'stamp'> {
  /** What is left of the file name, on both sides of its date. */
  names: string[];
}

/** Takes apart the path of a log. */
export function datedLog(file: string): DatedLog {
  const whole = logName(path.basename(file));
  const { folders, pieces, stamp } = datedPath(path.dirname(file), whole.stem);
  // In front of a date, as in gw1.log-20261129, there may be more to take off.
  const parts = pieces.map(logName);
  return {
    folders,
    stamp,
    names: parts.map(({ stem }) => stem),
    extension: whole.extension || parts.map(({ extension }) => extension).join(''),
    rotation: whole.rotation,
  };
}
