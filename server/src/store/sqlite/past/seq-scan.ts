import { z } from 'zod';
import type { ReadContext } from '../read-context.js';
import { scanSegment } from '../segments/segment-scan.js';

/** Events by number and time; all bounds are optional. */
export interface SeqRange {
  /** Lowest and highest number, both inclusive. */
  firstSeq?: number;
  lastSeq?: number;
  /** Epoch ms, inclusive. */
  from?: number;
  /** Epoch ms, exclusive. */
  to?: number;
}

/** What is passed of an event: subject as it is shown, kind, time (epoch ms). */
export type EventVisit = (subjectId: number, kindId: number, time: number) => void;

const rowSchema = z.object({ subject_id: z.number(), kind_id: z.number(), time_ms: z.number() });

/** Calls `visit` for every stored event whose number and time lie in a range, in no particular order. */
export function scanBySeq({ database, segments, names }: ReadContext, range: SeqRange, visit: EventVisit): void {
  const { firstSeq = 0, lastSeq = Number.MAX_SAFE_INTEGER } = range;
  const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER } = range;
  const rows = database.prepare(
    'SELECT subject_id, kind_id, time_ms FROM event WHERE seq >= ? AND seq <= ? AND time_ms >= ? AND time_ms < ?',
  );
  for (const row of rows.iterate(firstSeq, lastSeq, from, to)) {
    const { subject_id, kind_id, time_ms } = rowSchema.parse(row);
    visit(names.canonicalOf(subject_id), kind_id, time_ms);
  }
  const scan = { from, to, subjects: undefined, kinds: undefined };
  for (const head of segments.overlapping(from, to)) {
    if (head.firstSeq > lastSeq || head.firstSeq + head.count - 1 < firstSeq) continue;
    const isWhole = head.firstSeq >= firstSeq && head.firstSeq + head.count - 1 <= lastSeq;
    segments.use(head, (segment) => {
      const { kindIds } = segment.content.symbolTable();
      const symbols = segment.content.symbols(0, head.count);
      scanSegment(segment, scan, (at, subjectId, row, time) => {
        const seq = head.firstSeq + at;
        if (!isWhole && (seq < firstSeq || seq > lastSeq)) return;
        visit(names.canonicalOf(subjectId), kindIds[symbols[row] ?? 0] ?? 0, time);
      });
    });
  }
}
