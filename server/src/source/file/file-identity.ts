import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';

/** Most bytes of a file's beginning that its fingerprint covers. */
export const FINGERPRINT_BYTES = 1024;
/** Bytes before a position that are compared before reading goes on behind it. */
export const TAIL_BYTES = 64;

/** What a file is known by, beside its name: names move at every rotation, and inodes are used again [TAIL-1]. */
export interface FileIdentity {
  device: string;
  inode: string;
  fingerprint: string;
  fingerprintLength: number;
  position: number;
  tail: Buffer;
}

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
 * Whether an open file with a known device and inode still is what was read before: its beginning and the bytes just
 * before the position are compared, not its size alone, since a file may be truncated and outgrow its old size before
 * anybody looks [TAIL-3].
 */
export function matchIdentity(descriptor: number, size: number, known: FileIdentity): IdentityMatch {
  if (size < known.position) return 'rewritten';
  const head = readAt(descriptor, 0, known.fingerprintLength);
  if (head.length < known.fingerprintLength || fingerprintOf(head) !== known.fingerprint) return 'rewritten';
  const tail = readAt(descriptor, known.position - known.tail.length, known.tail.length);
  return tail.equals(known.tail) ? 'same' : 'rewritten';
}
