import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import type { LineAge } from '../core/lines/line-age.js';
import type { OriginSettings } from '../core/lines/line-origin.js';
import type { SourceRecord } from '../core/aggregate/source-tally.js';
import type { BatchNumber } from '../store/store.js';

/**
 * Lines on their way from a collector to the nodes: as they were read, with what is needed to read them alike. A batch
 * stands for itself, so that a node may begin with any.
 */

/** Where lines come from, as a collector names it. */
export interface SentOrigin {
  kind: SourceRecord['kind'];
  /** The name of the source on its collector. */
  name: string;
  settings: OriginSettings;
}

/** Lines in a row that are alike but for their text. */
export interface LineRun {
  /** Index of its origin in the batch. */
  origin: number;
  /** When they were read, epoch ms. */
  arrivedAt: number;
  /** The time that stamps without a year lie near to, epoch ms. */
  near: number;
  age: LineAge;
  count: number;
}

/** A source of a collector by its name there. */
export type SentSource = Pick<SentOrigin, 'kind' | 'name'>;

export interface LineBatch extends BatchNumber {
  /** Sources that are new, with or without lines: nodes number them in this order. */
  sources: readonly SentSource[];
  origins: readonly SentOrigin[];
  runs: readonly LineRun[];
  /** Of each line its length in bytes, and `CUT` where it was cut. */
  lengths: Uint32Array;
  /** The lines without their endings, one behind the other. */
  bytes: Buffer;
}

/** The bit of a length that says that the line was cut, and those of the length itself. */
export const CUT = 0x8000_0000;
export const LENGTH = 0x7fff_ffff;

/** Even lines that cannot be compressed fit into a message of the stream, of 512 KiB at most, when they are no more than this. */
export const SURE_BATCH_BYTES = 480 * 1024;
/**
 * Usual lines are compressed to a seventh, so that this many fit as well. A node stores the events of a message as a
 * segment: larger messages cost it less for each line.
 */
export const MAX_BATCH_BYTES = 2 * 1024 * 1024;

const originSchema = z.object({
  kind: z.enum(['file', 'stdin', 'syslog']),
  name: z.string(),
  settings: z.object({
    gatewayHint: z.string(),
    isHintGuessed: z.boolean(),
    timeZone: z.string(),
    format: z.string().nullable(),
    isReadOnce: z.boolean(),
    sender: z.object({ name: z.string(), kind: z.enum(['address', 'source']) }).nullable(),
    binding: z
      .object({
        sender: z.string(),
        gateway: z.string().nullable(),
        bound: z.array(z.string()),
        allowed: z.array(z.string()),
      })
      .nullable(),
  }),
});

const runSchema = z.object({
  origin: z.number().int().min(0),
  arrivedAt: z.number(),
  near: z.number(),
  age: z.enum(['live', 'backlog', 'history']),
  count: z.number().int().min(1),
});

const headSchema = z.object({
  version: z.literal(1),
  collector: z.string(),
  incarnation: z.string(),
  number: z.number().int().min(1),
  sources: z.array(originSchema.pick({ kind: true, name: true })),
  origins: z.array(originSchema),
  runs: z.array(runSchema),
});

/** Bytes of the number that says how long the head is. */
const LENGTH_BYTES = 4;
/** The fastest: it still makes a seventh of usual lines. */
const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: 1 };
/** Output comes in pieces, which are copied together where there are several: nearly always it is less than these times the input. */
const COMPRESSED = 0.25;
const DECOMPRESSED = 12;
const LEAST_PIECE = 4096;

/** Serialises a batch: its head as JSON, then lengths and lines, all compressed. */
export function writeLineBatch({ lengths, bytes, ...rest }: LineBatch): Buffer {
  const head = Buffer.from(JSON.stringify({ version: 1, ...rest }));
  const whole = Buffer.allocUnsafe(LENGTH_BYTES + head.length + lengths.length * 4 + bytes.length);
  whole.writeUInt32LE(head.length, 0);
  let at = LENGTH_BYTES;
  at += head.copy(whole, at);
  for (const length of lengths) at = whole.writeUInt32LE(length, at);
  bytes.copy(whole, at);
  return brotliCompressSync(whole, { params: PARAMS, chunkSize: pieceFor(whole.length * COMPRESSED) });
}

/** Parses the output of `writeLineBatch`. @throws Error for anything else, including a batch of another version */
export function readLineBatch(body: Uint8Array): LineBatch {
  const whole = brotliDecompressSync(body, { chunkSize: pieceFor(body.byteLength * DECOMPRESSED) });
  const linesAt = LENGTH_BYTES + whole.readUInt32LE(0);
  const head = headSchema.parse(JSON.parse(whole.toString('utf8', LENGTH_BYTES, linesAt)));
  const { version: _version, ...rest } = head;
  const count = head.runs.reduce((sum, run) => sum + run.count, 0);
  const lengths = new Uint32Array(count);
  let total = 0;
  for (let at = 0; at < count; at++) {
    const length = whole.readUInt32LE(linesAt + at * 4);
    lengths[at] = length;
    total += length & LENGTH;
  }
  const bytes = whole.subarray(linesAt + count * 4);
  if (bytes.length !== total) throw new Error(`a batch of lines has ${String(bytes.length)} bytes of ${String(total)}`);
  if (head.runs.some(({ origin }) => origin >= head.origins.length))
    throw new Error('a batch of lines lacks an origin');
  return { ...rest, lengths, bytes };
}

function pieceFor(bytes: number): number {
  return Math.ceil(Math.min(Math.max(bytes, LEAST_PIECE), 2 * MAX_BATCH_BYTES));
}
