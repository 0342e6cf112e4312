import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import path from 'node:path';
import { systemPath } from '../../../file-name.js';
import { matchIdentity, readAt, TAIL_BYTES } from './file-identity.js';
import { type FileRecord, isFileOf } from '../../../store/file-record.js';
import type { FileRegistry } from './file-registry.js';
import { contentOf, likenessOf } from './likeness.js';
import { isPackedName } from './log-name.js';

interface PathParts {
  path: string;
  registry: FileRegistry;
  isReadOnce: boolean;
}

/**
 * The generation that a file with its own path is a copy of; `hole` when it is a copy that still has gaps. Content
 * alone does not decide: two gateways may log the same. It is a copy of what was read from a compressed file, or of a
 * followed file whose name it extends (gw1-copy.log beside gw1.log), when they share more than a beginning that could
 * be a coincidence.
 * @param known the record of the file itself, when it is already known to be a copy
 */
export function findOriginal(
  descriptor: number,
  stat: BigIntStats,
  known: FileRecord | undefined,
  { path: file, registry, isReadOnce }: PathParts,
): FileRecord | 'hole' | undefined {
  if (stat.size === 0n) return undefined;
  const content = contentOf(descriptor, Number(stat.size));
  let furthest: FileRecord | undefined;
  let isHole = false;
  const candidates = isReadOnce ? registry.known() : registry.alike(content.head);
  for (const record of candidates) {
    if (record === known || record.position < (furthest?.position ?? 0)) continue;
    if (!isEligible(record, file, known !== undefined)) continue;
    const likeness = likenessOf(content, record);
    if (likeness === 'other') continue;
    // A file that begins with NULs may be a log of its own: nothing else is known of one with a hole.
    if (likeness === 'hole' && content.head.subarray(0, TAIL_BYTES).includes(0)) continue;
    if (likeness === 'part' && !endsAlike(descriptor, content.size, record)) continue;
    furthest = record;
    isHole = likeness === 'hole';
  }
  return isHole ? 'hole' : furthest;
}

/** True for a generation that a file of this name may be a copy of. */
function isEligible(record: FileRecord, file: string, isKnownCopy: boolean): boolean {
  if (record.state === 'ignored') return false;
  if (isPackedName(record.path)) return true;
  return (record.state === 'reading' || isKnownCopy) && isNamedAfter(file, record.path);
}

/** True when the file that a generation was read from is still in place, with all that was read. */
export function isStanding(record: FileRecord): boolean {
  return withFileOf(record, () => true) ?? false;
}

/** Whether a part of a generation ends as it does in the original, as far as that can still be checked. */
function endsAlike(descriptor: number, size: number, record: FileRecord): boolean {
  const start = Math.max(0, size - TAIL_BYTES);
  const alike = withFileOf(record, (original) =>
    readAt(original, start, size - start).equals(readAt(descriptor, start, size - start)),
  );
  // It has disappeared, or cannot be read now: then its recorded bytes must do.
  return alike ?? true;
}

function withFileOf<Result>(record: FileRecord, work: (original: number) => Result): Result | undefined {
  let original: number;
  try {
    original = openSync(systemPath(record.path), 'r');
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(original, { bigint: true });
    const isSame = isFileOf(record, stat) && matchIdentity(original, Number(stat.size), record) === 'same';
    return isSame ? work(original) : undefined;
  } finally {
    closeSync(original);
  }
}

/** True for STEM-copy.log and STEM.log.bak beside STEM.log; not for STEM2.log. */
function isNamedAfter(file: string, original: string): boolean {
  const stem = original.slice(0, original.length - path.extname(original).length);
  return file !== original && file.startsWith(stem) && /^[^\p{L}\p{N}]/u.test(file.slice(stem.length));
}
