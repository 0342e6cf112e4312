import { crc32 } from 'node:zlib';
import { readAt, TAIL_BYTES } from './file-identity.js';
import type { FileRecord } from '../../../store/file-record.js';

/** Landmarks lie behind the fingerprint, sixteen in each doubling of the position: none is further than 1/16 away. */
const FIRST_BYTES = 1024;
const PER_DOUBLING = 16;
/** Each is a CRC-32 of the bytes just before it. */
const HASH_BYTES = 4;

type Sampled = Pick<FileRecord, 'landmarks' | 'position'>;

/** How many landmarks lie in the first `position` bytes of a generation. */
export function landmarkCount(position: number): number {
  if (position < FIRST_BYTES) return 0;
  let start = FIRST_BYTES;
  let before = 0;
  for (; start * 2 <= position; start *= 2) before += PER_DOUBLING;
  return before + Math.floor((position - start) / (start / PER_DOUBLING)) + 1;
}

/** The position of a landmark, counted from 0. */
export function landmarkPosition(index: number): number {
  const start = FIRST_BYTES * 2 ** Math.floor(index / PER_DOUBLING);
  return start + (index % PER_DOUBLING) * (start / PER_DOUBLING);
}

/**
 * Takes the landmarks that are reached by `position`.
 * @param known those that were taken before, without a gap
 * @param bytesBefore the last bytes before a position, as many as are compared
 */
export function extendLandmarks(known: Buffer, position: number, bytesBefore: (position: number) => Buffer): Buffer {
  const first = known.length / HASH_BYTES;
  const count = landmarkCount(position);
  if (count <= first) return known;
  const added = Buffer.alloc((count - first) * HASH_BYTES);
  for (let index = first; index < count; index++) {
    added.writeUInt32BE(crc32(bytesBefore(landmarkPosition(index))), (index - first) * HASH_BYTES);
  }
  return Buffer.concat([known, added]);
}

/** Completes the landmarks of what was read, from a file that holds it. */
export function landmarksIn(descriptor: number, { landmarks, position }: Sampled): Buffer {
  return extendLandmarks(landmarks, position, (at) => readAt(descriptor, at - TAIL_BYTES, TAIL_BYTES));
}

/** True when a landmark is known, and the bytes before it are others than these. */
export function contradicts({ landmarks }: Sampled, index: number, bytesBefore: Buffer): boolean {
  const at = index * HASH_BYTES;
  return at < landmarks.length && landmarks.readUInt32BE(at) !== crc32(bytesBefore);
}

/** True when enough is known of a generation to tell whether content of this size is its beginning. */
export function isSampled({ landmarks }: Sampled, size: number): boolean {
  return landmarks.length >= landmarkCount(size) * HASH_BYTES;
}

/** How the first `size` bytes of an open file compare with those of a generation that was read at least that far. */
export function compareLandmarks(descriptor: number, size: number, record: Sampled): 'same' | 'other' | 'hole' {
  for (let index = landmarkCount(Math.min(size, record.position)) - 1; index >= 0; index--) {
    const bytes = readAt(descriptor, landmarkPosition(index) - TAIL_BYTES, TAIL_BYTES);
    if (contradicts(record, index, bytes)) return bytes.includes(0) ? 'hole' : 'other';
  }
  return 'same';
}
