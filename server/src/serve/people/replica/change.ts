import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import type { PeopleSeal } from './people-seal.js';
import { type Row, SHARED_TABLES, type SharedTable } from './shared-tables.js';

/** A change of one row. */
export interface Change {
  table: SharedTable;
  /** The row before; null for a new one. */
  before: Row | null;
  /** The row after; null for one that was removed. */
  after: Row | null;
  /**
   * What has to hold for it, beside the state: `NEW` or `FIRST` of a new row, `USE` where only the time of the last use counts;
   * of a session the hash of the password; of a new password the numbers of the sessions that outlast it.
   */
  guard: string | null;
}

/** Only where there is no such row yet: what was here before the node came into the cluster overwrites nothing. */
export const NEW = 'new';
/** Only where the table is empty: the first admin. */
export const FIRST = 'first';
/** Moves the time of the last use forward. */
export const USE = 'use';

/** Changes in a row of one node, on their way through the stream. */
export interface ChangeBatch {
  /** Which life of which node has made them. */
  origin: string;
  /** The number of the batch in that life, from 1. */
  number: number;
  /** The name of the node. */
  member: string;
  changes: readonly Change[];
}

const valueSchema = z.union([z.string(), z.number(), z.null()]);
export const rowSchema = z.record(z.string(), valueSchema);

const batchSchema = z.object({
  version: z.literal(1),
  origin: z.string(),
  number: z.number().int().min(1),
  member: z.string(),
  changes: z.array(
    z.object({
      table: z.enum(SHARED_TABLES),
      before: rowSchema.nullable(),
      after: rowSchema.nullable(),
      guard: z.string().nullable(),
    }),
  ),
});

const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Serialises a batch, for nodes with the same key only. */
export function writeChanges(batch: ChangeBatch, seal: PeopleSeal): Uint8Array {
  return seal.seal(brotliCompressSync(JSON.stringify({ version: 1, ...batch }), COMPRESSION));
}

/** Parses the output of `writeChanges`. @throws Error for anything else, including changes of another version */
export function readChanges(body: Uint8Array, seal: PeopleSeal): ChangeBatch {
  const text = brotliDecompressSync(seal.open(body)).toString('utf8');
  const { version: _version, ...batch } = batchSchema.parse(JSON.parse(text));
  return batch;
}
