import { createHash, createHmac } from 'node:crypto';
import type { AuditKey } from './audit-key.js';

/** Hash before the first entry. */
export const NO_HASH = '0'.repeat(64);

/** The stored columns of an entry that its hash covers. */
export interface ChainedRow {
  id: number;
  at_ms: number;
  actor: string;
  action: string;
  target: string;
  comment: string;
  request_key: string | null;
  before: string;
  after: string;
}

/**
 * The hash of an entry over the previous entry's hash and everything in the entry: HMAC-SHA-256 (RFC 2104), which nobody can
 * compute without the key. Without a key it is plain SHA-256, as stores of before 0.1.0 have it.
 */
export function chainHash(previous: string, row: ChainedRow, key: AuditKey | undefined): string {
  const { id, at_ms, actor, action, target, comment, request_key, before, after } = row;
  const content = JSON.stringify([previous, id, at_ms, actor, action, target, comment, request_key, before, after]);
  const hash = key === undefined ? createHash('sha256') : createHmac('sha256', key.secret);
  return hash.update(content).digest('hex');
}
