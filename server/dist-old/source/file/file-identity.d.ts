import type { FileRecord } from './file-record.js';
/** Most bytes of a file's beginning that its fingerprint covers. */
export declare const FINGERPRINT_BYTES = 1024;
/** Bytes before a position that are compared before reading goes on behind it. */
export declare const TAIL_BYTES = 64;
export type IdentityMatch = 'same' | 'rewritten';
/** SHA-1 in hex: a check against mix-ups, not against an adversary. */
export declare function fingerprintOf(head: Buffer): string;
/** Up to `length` bytes at `position`; fewer at the end of the file. */
export declare function readAt(descriptor: number, position: number, length: number): Buffer;
/**
 * Whether an open file with a known device and inode still is what was read before: its beginning and the bytes just
 * before the position are compared, not its size alone, since a file may be truncated and outgrow its old size before
 * anybody looks [TAIL-3].
 */
export declare function matchIdentity(descriptor: number, size: number, known: FileRecord): IdentityMatch;
/**
 * True when a content with these first bytes may be what a generation was read from, or a copy of it.
 * @param head as many bytes as a fingerprint covers; fewer when there are no more
 */
export declare function beginsLike(record: FileRecord, head: Buffer): boolean;
/** True for a file that goes on like what was read of a generation, or that is the beginning of it: a copy. */
export declare function isCopy(descriptor: number, size: number, record: FileRecord): boolean;
/** Of generations with the same content, copies of one another, the one that was read furthest is gone on with. */
export declare function isFurther(one: FileRecord, other: FileRecord): boolean;
