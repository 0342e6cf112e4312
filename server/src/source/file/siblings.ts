import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from './file-error.js';

const COMPRESSED = /\.(gz|bz2|xz|zst|lz4|Z)$/;
const ROTATED = /[.-]\d[\d.-]*$/;

export interface Sibling {
  file: string;
  stat: BigIntStats;
}

/** True for a file that holds no text as it stands, by its name. */
export function isCompressed(file: string): boolean {
  return COMPRESSED.test(file);
}

/** The log that a rotated file such as NAME.1 or NAME-20260210 is a generation of, by its name; itself for any other. */
export function rotatedFrom(file: string): string {
  return file.replace(ROTATED, '');
}

/**
 * Rotated files beside a path, oldest first: NAME.1, NAME-20260210 and the like, not yet compressed. `isComplete` is
 * false when one of them went away meanwhile, under which it may stand elsewhere by now.
 */
export function siblingsOf(file: string): { siblings: Sibling[]; isComplete: boolean } {
  const directory = path.dirname(file);
  const base = path.basename(file);
  const siblings: Sibling[] = [];
  let isComplete = true;
  for (const name of namesIn(directory)) {
    if (!name.startsWith(base) || !/^[.-]/.test(name.slice(base.length)) || isCompressed(name)) continue;
    const sibling = path.join(directory, name);
    const stat = lstatSync(sibling, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) isComplete = false;
    else if (stat.isFile()) siblings.push({ file: sibling, stat });
  }
  siblings.sort((a, b) => (a.stat.mtimeNs < b.stat.mtimeNs ? -1 : a.stat.mtimeNs > b.stat.mtimeNs ? 1 : 0));
  return { siblings, isComplete };
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
