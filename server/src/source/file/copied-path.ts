import type { BigIntStats } from 'node:fs';
import path from 'node:path';
import { FINGERPRINT_BYTES, isCopy, readAt } from './file-identity.js';
import type { FileRecord } from './file-record.js';
import type { FileRegistry } from './file-registry.js';
import { isCompressed } from './siblings.js';

interface PathParts {
  path: string;
  registry: FileRegistry;
  isReadOnce: boolean;
}

/**
 * The generation that an unknown file under a path of its own is a copy of. Content alone does not decide: two gateways
 * may log the same. It is a copy of what was read from a compressed file, or of a file that is being read and whose
 * name it goes on like (gw1-copy.log beside gw1.log), when they share more than a beginning can be by chance.
 */
export function findOriginal(
  descriptor: number,
  stat: BigIntStats,
  { path: file, registry, isReadOnce }: PathParts,
): FileRecord | undefined {
  let furthest: FileRecord | undefined;
  if (stat.size === 0n) return undefined;
  const candidates = isReadOnce ? registry.known() : registry.alike(readAt(descriptor, 0, FINGERPRINT_BYTES));
  for (const record of candidates) {
    if (record.state === 'ignored' || record.position < (furthest?.position ?? 0)) continue;
    const isEligible = isCompressed(record.path) || (registry.isClaimed(record) && isNamedAfter(file, record.path));
    if (isEligible && isCopy(descriptor, Number(stat.size), record)) furthest = record;
  }
  return furthest;
}

/** True for STEM-copy.log and STEM.log.bak beside STEM.log; not for STEM2.log. */
function isNamedAfter(file: string, original: string): boolean {
  const stem = original.slice(0, original.length - path.extname(original).length);
  return file !== original && file.startsWith(stem) && /^[^\p{L}\p{N}]/u.test(file.slice(stem.length));
}
