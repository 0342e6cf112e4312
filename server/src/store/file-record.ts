import type { BigIntStats } from 'node:fs';

/**
 * `reading`: bytes may be left; `finished`: read to its end and rotated away; `ignored`: was there before us; `lost`:
 * it went away before all of it could be read, and goes on where it ended should it come back.
 */
export type FileState = 'reading' | 'finished' | 'ignored' | 'lost';

/** One generation of a file, known by more than its name [TAIL-1]. Of a compressed one, all numbers are of its content. */
export interface FileRecord {
  id: number;
  sourceId: number;
  path: string;
  /** Device and inode as decimal strings: both may exceed 2^53. */
  device: string;
  inode: string;
  /** SHA-1 (hex) of the first `fingerprintLength` bytes, those of an unfinished line included. */
  fingerprint: string;
  fingerprintLength: number;
  /** The first `fingerprintLength` bytes themselves; empty in records of older versions. */
  head: Buffer;
  /** Everything before this byte is stored. */
  position: number;
  /** The last bytes before the position, at most 64: they tell a rewritten file from a grown one. */
  tail: Buffer;
  /** What the bytes before certain positions were, up to where it was read: tells a part of it from any other content. */
  landmarks: Buffer;
  isSkipping: boolean;
  state: FileState;
  /** Size when last looked at: what lies between the position and it is lost should the file go away now. */
  size: number;
}

/** True when a file has the device and inode of a record; whether it is what was read, only its content tells. */
export function isFileOf({ device, inode }: Pick<FileRecord, 'device' | 'inode'>, stat: BigIntStats): boolean {
  return inode === stat.ino.toString() && device === stat.dev.toString();
}
