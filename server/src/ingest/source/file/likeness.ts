import { beginsLike, FINGERPRINT_BYTES, readAt } from './file-identity.js';
import type { FileRecord } from '../../../store/file-record.js';
import { compareLandmarks, isSampled } from './landmarks.js';

/**
 * How the content of a file compares with what was read of a generation. `further`: it begins with all that was read;
 * `part`: it is the beginning of that, a copy taken earlier or still being written; `hole`: it would be one of the two
 * except for NULs in a place where the generation has text, as in a copy that is not written in order.
 */
export type Likeness = 'further' | 'part' | 'hole' | 'other';

/** The first bytes of a file, up to the length of a fingerprint, read once for all comparisons. */
export interface Content {
  descriptor: number;
  size: number;
  head: Buffer;
}

export function contentOf(descriptor: number, size: number): Content {
  return { descriptor, size, head: readAt(descriptor, 0, FINGERPRINT_BYTES) };
}

/** Compares the content of a file with what was read of a generation. */
export function likenessOf({ descriptor, size, head }: Content, record: FileRecord): Likeness {
  if (!beginsLike(record, head)) return isHoleIn(head, record.head) ? 'hole' : 'other';
  if (size < record.position) {
    // For a generation from an older store, of which less is known, it cannot be said what is part of it.
    return isSampled(record, size) ? partIf(compareLandmarks(descriptor, size, record)) : 'other';
  }
  const tail = readAt(descriptor, record.position - record.tail.length, record.tail.length);
  if (tail.equals(record.tail)) return 'further';
  if (!tail.includes(0)) return 'other';
  return compareLandmarks(descriptor, size, record) === 'other' ? 'other' : 'hole';
}

function partIf(compared: 'same' | 'other' | 'hole'): Likeness {
  return compared === 'same' ? 'part' : compared;
}

/** True for bytes that equal those of a generation up to a NUL where it has none. */
function isHoleIn(head: Buffer, known: Buffer): boolean {
  const at = head.indexOf(0);
  if (at < 0 || at >= known.length || known[at] === 0) return false;
  return head.subarray(0, at).equals(known.subarray(0, at));
}
