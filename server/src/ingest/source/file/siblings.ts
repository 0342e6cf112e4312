import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from './file-error.js';
import { systemPath, textOfName } from '../../../file-name.js';
import { withoutPacking } from './log-name.js';
import { formatOfFile } from './packed-content.js';

const ROTATED = /[.-]\d[\d.-]*$/;

export interface Sibling {
  file: string;
  stat: BigIntStats;
}

export interface Siblings {
  /** Plain text files, oldest first. */
  plain: Sibling[];
  /** Compressed files that can be unpacked, oldest first. */
  packed: Sibling[];
  /** Compressed files that cannot be unpacked here, oldest first. */
  unreadable: Sibling[];
  /** False when one of them disappeared meanwhile; it may be elsewhere now, under another name. */
  isComplete: boolean;
}

/** The log that a rotated file such as NAME.1 or NAME-20260210 is a generation of, by its name; itself for any other. */
export function rotatedFrom(file: string): string {
  return withoutPacking(file).replace(ROTATED, '');
}

/**
 * Rotated files beside a path: NAME.1, NAME-20260210, NAME.2.gz and the like, and STEM-20260210.log beside STEM.log, as
 * logrotate's `extension` makes them.
 */
export function siblingsOf(file: string): Siblings {
  const found: Siblings = { plain: [], packed: [], unreadable: [], isComplete: true };
  const directory = path.dirname(file);
  const base = path.basename(file);
  const { name: stem, ext } = path.parse(base);
  for (const name of namesFrom(namesIn(directory), stem)) {
    if (!isSiblingName(name, base, stem, ext)) continue;
    const sibling = path.join(directory, name);
    const stat = lstatSync(systemPath(sibling), { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) found.isComplete = false;
    else if (stat.isFile()) listFor(found, sibling).push({ file: sibling, stat });
  }
  for (const list of [found.plain, found.packed, found.unreadable]) list.sort(byChange);
  return found;
}

/** The names that begin with a text, from a sorted list: with thousands of logs only a log's own ones are examined. */
function* namesFrom(names: readonly string[], start: string): Iterable<string> {
  let low = 0;
  for (let high = names.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((names[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; names[at]?.startsWith(start) === true; at++) yield names[at] ?? '';
}

function isSiblingName(name: string, base: string, stem: string, ext: string): boolean {
  if (name.startsWith(base)) return /^[.-]/.test(name.slice(base.length));
  if (ext === '') return false;
  const rest = withoutPacking(name.slice(stem.length));
  // A whole date only: gw-1.log beside gw.log is the log of another gateway.
  return rest.endsWith(ext) && /^[.-]\d{8}[\d.-]*$/.test(rest.slice(0, -ext.length));
}

/** By its content: a program that compresses may keep the name, and a name may say more than is true. */
function listFor(found: Siblings, file: string): Sibling[] {
  const format = formatOfFile(file);
  if (format === undefined) return found.plain;
  return format === 'gz' ? found.packed : found.unreadable;
}

function byChange(a: Sibling, b: Sibling): number {
  return a.stat.mtimeNs < b.stat.mtimeNs ? -1 : a.stat.mtimeNs > b.stat.mtimeNs ? 1 : 0;
}

/** The folder that was listed last: thousands of files under one pattern would list it a thousand times otherwise. */
let listed: { directory: string; mtimeNs: bigint; names: readonly string[] } | undefined;
/** Time stamps may have a resolution of some 10 ms: only the list of a folder that is unchanged for longer is reliable. */
const STILL_MS = 50;

function namesIn(directory: string): readonly string[] {
  try {
    const { mtimeNs, mtimeMs } = statSync(systemPath(directory), { bigint: true });
    if (listed?.directory === directory && listed.mtimeNs === mtimeNs) return listed.names;
    const names = readdirSync(systemPath(directory), { encoding: 'buffer' }).map(textOfName).sort();
    listed = Date.now() - Number(mtimeMs) > STILL_MS ? { directory, mtimeNs, names } : undefined;
    return names;
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
