import type { BigIntStats } from 'node:fs';

/**
 * `reading`: bytes may be left; `finished`: read to its end and rotated away; `ignored`: existed before its log was first
 * followed; `lost`: it disappeared before all of it was read, and resumes at its position if it comes back.
 */
export type FileState = 'reading' | 'finished' | 'ignored' | 'lost';

/** One generation of a file, identified by more than its name [TAIL-1]. For a compressed one, all numbers refer to its content. */
export interface FileRecord {
  id: number;
  sourceId: number;
  path: string;
  /** Device and inode as decimal strings: both may exceed 2^53. */
  device: string;
  inode: string;
  /** SHA-1 (hex) of the first `fingerprintLength` bytes, including those of an unfinished line. */
  fingerprint: string;
  fingerprintLength: number;
  /** The first `fingerprintLength` bytes themselves; empty in records of older versions. */
  head: Buffer;
  /** Everything before this byte is stored. */
  position: number;
  /** The last bytes before the position, at most 64: they distinguish a rewritten file from one that grew. */
  tail: Buffer;
  /** Hashes of the bytes before certain positions, up to where it was read: they distinguish part of it from other content. */
  landmarks: Buffer;
  isSkipping: boolean;
  state: FileState;
  /** Size at the last poll: the bytes between the position and it are lost if the file disappears now. */
  size: number;
}

/** True when a file has the device and inode of a record; only its content shows whether it is what was read. */
export function isFileOf({ device, inode }: Pick<FileRecord, 'device' | 'inode'>, stat: BigIntStats): boolean {
  return inode === stat.ino.toString() && device === stat.dev.toString();
}
