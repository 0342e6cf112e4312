import { statSync, type Stats } from 'node:fs';
import { systemPath } from '../../../file-name.js';

/**
 * What is at a path. `pipe`: a FIFO, a terminal or another character device, or an inherited pipe or socket such as
 * standard input; `other`: a block device, or a socket that somebody else listens on.
 */
export type PathKind = 'file' | 'folder' | 'pipe' | 'other' | 'missing';

/** Names of the process's own open files, with the number. */
const OWN_DESCRIPTOR = /^\/(?:dev\/(?:fd\/(\d+)|(stdin))|proc\/self\/fd\/(\d+))$/;

/** The number of the process's own open file that a path names; undefined for any other path. */
export function ownDescriptor(file: string): number | undefined {
  const match = OWN_DESCRIPTOR.exec(file);
  if (match === null) return undefined;
  return Number(match[1] ?? match[3] ?? 0);
}

/** Determines what is at a path without opening it: opening a FIFO would wait for its writer. */
export function pathKind(file: string): PathKind {
  const stat = statOf(file);
  if (stat === undefined) return 'missing';
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  const isStream = stat.isFIFO() || stat.isCharacterDevice() || (stat.isSocket() && ownDescriptor(file) !== undefined);
  return isStream ? 'pipe' : 'other';
}

/** A path that cannot be examined is a file that is missing for now: its reader says why. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(systemPath(file), { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
