/** `reading`: bytes may be left; `finished`: read to its end and rotated away; `ignored`: was there before us. */
export type FileState = 'reading' | 'finished' | 'ignored';

/** One generation of a file, known by more than its name [TAIL-1]. */
export interface FileRecord {
  id: number;
  sourceId: number;
  path: string;
  /** Device and inode as decimal strings: both may exceed 2^53. */
  device: string;
  inode: string;
  /** SHA-1 (hex) of the first `fingerprintLength` bytes. */
  fingerprint: string;
  fingerprintLength: number;
  /** Everything before this byte is stored. */
  position: number;
  /** The last bytes before the position, at most 64: they tell a rewritten file from a grown one. */
  tail: Buffer;
  isSkipping: boolean;
  state: FileState;
}
