import type { OpenSegment, SegmentHead } from './open-segment.js';
import type { SegmentTable } from './segment-table.js';

/** What a scan matches; undefined sets match everything. */
export interface ScanFilter {
  /** Epoch ms, inclusive. */
  from: number;
  /** Epoch ms, exclusive. */
  to: number;
  subjects: ReadonlySet<number> | undefined;
  kinds: ReadonlySet<number> | undefined;
}

/** The events of one subject in a segment: neighbouring rows. */
export interface SubjectRun {
  subjectId: number;
  firstRow: number;
  count: number;
  /** Positions of the events, ascending; those of the run begin at `offset`. */
  positions: () => Uint16Array;
  offset: number;
}

/** Up to this many subjects are looked up one by one; for more, the whole directory is read. */
const FEW_SUBJECTS = 64;

/** The runs of the subjects that match a filter. */
export function* subjectRuns(
  { content }: OpenSegment,
  subjects: ReadonlySet<number> | undefined,
): Generator<SubjectRun> {
  if (subjects !== undefined && subjects.size <= FEW_SUBJECTS) {
    for (const subjectId of subjects) {
      const rows = content.find(subjectId);
      if (rows !== undefined) yield { subjectId, ...rows, positions: () => content.positionsOf(subjectId), offset: 0 };
    }
    return;
  }
  const directory = content.directory();
  const positions = () => content.positions();
  for (let key = 0; key < directory.subjects.length; key++) {
    const subjectId = directory.subjects[key] ?? 0;
    if (subjects !== undefined && !subjects.has(subjectId)) continue;
    const firstRow = directory.starts[key] ?? 0;
    const count = (directory.starts[key + 1] ?? 0) - firstRow;
    yield { subjectId, firstRow, count, positions, offset: firstRow };
  }
}

/** Whether a segment may contain any of these kinds. */
export function mayHoldKinds({ kinds }: SegmentHead, wanted: ReadonlySet<number> | undefined): boolean {
  return wanted === undefined || kinds.some((id) => wanted.has(id));
}

/** For each symbol of a segment 1 if its kind is wanted; undefined when all are. */
export function wantedSymbols(
  { content }: OpenSegment,
  kinds: ReadonlySet<number> | undefined,
): Uint8Array | undefined {
  if (kinds === undefined) return undefined;
  return Uint8Array.from(content.symbolTable().kindIds, (id) => (kinds.has(id) ? 1 : 0));
}

/** Calls `visit` for every event in segments that matches the filter. */
export function scanSegments(
  table: SegmentTable,
  filter: ScanFilter,
  visit: (segment: OpenSegment, at: number, subjectId: number) => void,
): void {
  for (const head of table.overlapping(filter.from, filter.to)) {
    if (!mayHoldKinds(head, filter.kinds)) continue;
    table.use(head, (segment) => {
      scanSegment(segment, filter, (at, subjectId) => {
        visit(segment, at, subjectId);
      });
    });
  }
}

/** Calls `visit` for every event of one segment that matches the filter: subject by subject, each in the order of storing. */
export function scanSegment(
  segment: OpenSegment,
  { from, to, subjects, kinds }: ScanFilter,
  visit: (at: number, subjectId: number, row: number, time: number) => void,
): void {
  const { head, content } = segment;
  if (!mayHoldKinds(head, kinds)) return;
  const isWanted = wantedSymbols(segment, kinds);
  const isWhole = head.firstTime >= from && head.lastTime < to;
  for (const { subjectId, firstRow, count, positions, offset } of subjectRuns(segment, subjects)) {
    const symbols = isWanted === undefined ? NO_SYMBOLS : content.symbols(firstRow, firstRow + count);
    const own = positions().subarray(offset, offset + count);
    const times = content.timesAt(own);
    for (let index = 0; index < count; index++) {
      if (isWanted !== undefined && isWanted[symbols[index] ?? 0] !== 1) continue;
      const time = times[index] ?? 0;
      if (isWhole || (time >= from && time < to)) visit(own[index] ?? 0, subjectId, firstRow + index, time);
    }
  }
}

const NO_SYMBOLS = new Uint16Array(0);
