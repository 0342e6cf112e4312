import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { DamagedSegment } from '../../segment/segment.js';
import { OpenSegment } from '../segments/open-segment.js';

/** The place of a segment in the order of numbers and of times. */
export interface SegmentSpan {
  id: number;
  firstSeq: number;
  count: number;
  /** Epoch ms. */
  firstTime: number;
  lastTime: number;
  /** Bytes of all its columns. */
  bytes: number;
}

const spanSchema = z.object({
  id: z.number(),
  firstSeq: z.number(),
  count: z.number(),
  firstTime: z.number(),
  lastTime: z.number(),
  bytes: z.number(),
});

const SPAN = `SELECT id, first_seq AS firstSeq, count, first_ms AS firstTime, last_ms AS lastTime,
  length(subjects) + length(keys) + length(facts) + length(lines) AS bytes FROM segment`;

/** Spans of the segments that match a condition; `rest` is the SQL after the table's name. */
export function segmentSpans(database: DatabaseSyncInstance, rest: string, ...values: number[]): SegmentSpan[] {
  return database
    .prepare(`${SPAN} ${rest}`)
    .all(...values)
    .map((row) => spanSchema.parse(row));
}

const headSchema = z.object({ version: z.number(), kinds: z.string() });
const kindsSchema = z.array(z.number());

/**
 * Opens a segment; its parts are read on demand.
 * @param mostOpenedBytes as of `SegmentOrigin`
 * @throws DamagedSegment when it cannot be opened
 */
export function openSegment(
  database: DatabaseSyncInstance,
  span: SegmentSpan,
  tunnelName: (subjectId: number) => string | undefined,
  mostOpenedBytes?: number,
): OpenSegment {
  const row = database.prepare('SELECT version, kinds FROM segment WHERE id = ?').get(span.id);
  const { version, kinds } = headSchema.parse(row);
  const readPart = (id: number, part: string): unknown => {
    const found: unknown = database.prepare(`SELECT ${part} AS part FROM segment WHERE id = ?`).get(id);
    return typeof found === 'object' && found !== null ? Reflect.get(found, 'part') : undefined;
  };
  try {
    const head = { ...span, version, kinds: kindsSchema.parse(JSON.parse(kinds)) };
    return new OpenSegment(head, readPart, tunnelName, mostOpenedBytes);
  } catch (error) {
    if (error instanceof DamagedSegment) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DamagedSegment(`its head cannot be read: ${reason}`, error);
  }
}
