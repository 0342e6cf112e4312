import type { OpenSegment, SegmentTable } from './segment-table.js';

/** What a scan leaves; undefined sets leave everything. */
export interface ScanFilter {
  /** Epoch ms, inclusive. */
  from: number;
  /** Epoch ms, exclusive. */
  to: number;
  subjects: ReadonlySet<number> | undefined;
  kinds: ReadonlySet<number> | undefined;
}

/** Calls `visit` for every event in segments that the filter leaves. */
export function scanSegments(
  table: SegmentTable,
  filter: ScanFilter,
  visit: (segment: OpenSegment, at: number, subjectId: number) => void,
): void {
  for (const head of table.overlapping(filter.from, filter.to)) {
    table.use(head, (segment) => {
      scanSegment(segment, filter, (at, subjectId) => {
        visit(segment, at, subjectId);
      });
    });
  }
}

/** Calls `visit` for every event of one segment that the filter leaves, in the order of storing. */
export function scanSegment(
  segment: OpenSegment,
  { from, to, subjects, kinds }: ScanFilter,
  visit: (at: number, subjectId: number) => void,
): void {
  if (kinds !== undefined && !segment.head.kinds.some((id) => kinds.has(id))) return;
  const list = segment.subjects;
  if (subjects !== undefined && !list.some((id) => subjects.has(id))) return;
  // One look-up a subject and not one an event.
  const isWanted = Uint8Array.from(list, (id) => (subjects === undefined || subjects.has(id) ? 1 : 0));
  const { keys } = segment;
  const { times, kindIds } = segment.facts;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? 0;
    if (isWanted[key] !== 1) continue;
    const time = times[at] ?? 0;
    if (time < from || time >= to) continue;
    if (kinds !== undefined && !kinds.has(kindIds[at] ?? 0)) continue;
    visit(at, list[key] ?? 0);
  }
}
