import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import type { FileRecord } from '../../../store/file-record.js';

/** Maximum number of bytes of a file's beginning that its fingerprint covers. */
export const FINGERPRINT_BYTES = 1024;
/** Number of bytes before a position that are compared before reading continues after it. */
export const TAIL_BYTES = 64;

export type IdentityMatch = 'same' | 'rewritten';

/** SHA-1 in hex: a check against mix-ups, not against an adversary. */
export function fingerprintOf(head: Buffer): string {
  return createHash('sha1').update(head).digest('hex');
}

/** Up to `length` bytes at `position`; fewer at the end of the file. */
export function readAt(descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, buffer, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

/**
 * Whether an open file with a known device and inode is still what was read before: its beginning and the bytes just
 * before the position are compared, not its size alone, since a file may be truncated and outgrow its old size between
 * two polls [TAIL-3].
 */
export function matchIdentity(descriptor: number, size: number, known: FileRecord): IdentityMatch {
  if (size < known.position) return 'rewritten';
  const head = readAt(descriptor, 0, known.fingerprintLength);
  if (head.length < known.fingerprintLength || fingerprintOf(head) !== known.fingerprint) return 'rewritten';
  const tail = readAt(descriptor, known.position - known.tail.length, known.tail.length);
  return tail.equals(known.tail) ? 'same' : 'rewritten';
}

/**
 * True when content with these first bytes may be what a generation was read from, or a copy of it.
 * @param head up to the length of a fingerprint; shorter when there is no more
 */
export function beginsLike(record: FileRecord, head: Buffer): boolean {
  const length = record.fingerprintLength;
  if (length === 0 || head.length === 0) return false;
  if (head.length >= length) return fingerprintOf(head.subarray(0, length)) === record.fingerprint;
  return record.head.length === length && record.head.subarray(0, head.length).equals(head);
}

/** Of generations with the same content, copies of one another, the one that was read furthest is continued. */
export function isFurther(one: FileRecord, other: FileRecord): boolean {
  if (one.position !== other.position) return one.position > other.position;
  return one.state === 'reading' && other.state !== 'reading';
}
