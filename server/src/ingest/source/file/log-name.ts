import path from 'node:path';
import { addressInName } from './address-in-name.js';
import { datedPath } from './dated-name.js';

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
const EXTENSION = /\.(?:log|txt|out|json|jsonl|ndjson|syslog|csv|asc)$/i;
/** The number of a rotated file: behind a dot, or behind the extension. */
const ROTATION = /(?:\.\d{1,5}|(?<=\.(?:log|txt|out|json|jsonl|ndjson|syslog|csv|asc))-\d{1,5})$/i;
const KEPT = /[.~](?:bak|old|orig)?$/i;

/** A file name without what rotation, compression and its kind have added. */
export interface LogName {
  stem: string;
  /** The number of a rotated file; undefined when it has none. */
  rotation: number | undefined;
}

/** True for a compressed file, by its name. */
export function isPackedName(file: string): boolean {
  return PACKED.test(file);
}

/** The file name without the extension of its compression. */
export function withoutPacking(file: string): string {
  return file.replace(PACKED, '');
}

/** Takes extensions and rotation numbers off a file name; an address stays whole. */
export function logName(base: string): LogName {
  let stem = base;
  let rotation: number | undefined;
  while (addressInName(stem) === undefined) {
    const number = ROTATION.exec(stem)?.[0];
    // The day of `gw1.2026.11.29` is no rotation number, and neither are the last figures of a longer number.
    const isDate = number !== undefined && datedPath('', stem).pieces.join('').length < stem.length - number.length;
    const next = stem
      .replace(number === undefined || isDate ? PACKED : ROTATION, '')
      .replace(EXTENSION, '')
      .replace(KEPT, '');
    if (next === stem || next === '') break;
    if (number !== undefined && !isDate) rotation ??= Number(number.slice(1));
    stem = next;
  }
  return { stem, rotation };
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
  const { stem, rotation } = logName(path.basename(file));
  const { folders, pieces, stamp } = datedPath(path.dirname(file), stem);
  const age = rotation === undefined ? '~' : String(MAX_ROTATION - rotation).padStart(5, '0');
  // NUL cannot be part of a name.
  return { key: [...folders, '', ...pieces].join('\0'), order: `${stamp === '' ? '~' : stamp} ${age}` };
}
