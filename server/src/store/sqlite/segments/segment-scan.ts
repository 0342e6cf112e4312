import type { LineSearch } from '../../../core/search/line-search.js';
import { SEARCHED, type SegmentSearch } from '../../segment/content.js';
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

type Visit = (at: number, subjectId: number, row: number, time: number) => void;

/** Calls `visit` for every event of one segment that matches the filter: subject by subject, each in the order of storing. */
export function scanSegment(segment: OpenSegment, { from, to, subjects, kinds }: ScanFilter, visit: Visit): void {
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

/**
 * As `scanSegment`, for events whose line contains a text. Where neither a template nor a value has it, nothing else of
 * the segment is read.
 * @param checkpoint called every so many lines that are compared
 */
export function searchSegment(
  segment: OpenSegment,
  filter: ScanFilter,
  { text, checkpoint }: { text: LineSearch; checkpoint: () => void },
  visit: Visit,
): void {
  const { from, to, subjects, kinds } = filter;
  const { head, content } = segment;
  if (!mayHoldKinds(head, kinds)) return;
  const search = content.search(text);
  if (search === undefined) return;
  const ways = waysOf(search, wantedSymbols(segment, kinds));
  if (ways.every((way) => way === SEARCHED.never)) return;
  const isWhole = head.firstTime >= from && head.lastTime < to;
  const isInside = (time: number) => isWhole || (time >= from && time < to);
  let lines = 0;
  const passLines = (count: number) => {
    lines += count;
    if (lines < LINES_BETWEEN_CHECKPOINTS) return;
    lines = 0;
    checkpoint();
  };
  for (const run of subjectRuns(segment, subjects)) {
    searchRun(segment, run, { search, ways, isInside, passLines }, visit);
    passLines(run.count % LINES_BETWEEN_CHECKPOINTS);
  }
}

/** What lines of a run are compared with. */
interface RunSearch {
  search: SegmentSearch;
  ways: Uint8Array;
  isInside: (time: number) => boolean;
  passLines: (count: number) => void;
}

function searchRun(
  segment: OpenSegment,
  run: SubjectRun,
  { search, ways, isInside, passLines }: RunSearch,
  visit: Visit,
): void {
  const { subjectId, firstRow, count } = run;
  const symbols = segment.content.symbols(firstRow, firstRow + count);
  // Read once a line of the run is found.
  let places: { own: Uint16Array; times: Float64Array } | undefined;
  for (let index = 0; index < count; index++) {
    if ((index + 1) % LINES_BETWEEN_CHECKPOINTS === 0) passLines(LINES_BETWEEN_CHECKPOINTS);
    const row = { row: firstRow + index, symbol: symbols[index] ?? 0, subjectId };
    const way = ways[row.symbol] ?? SEARCHED.never;
    if (way === SEARCHED.never || (way === SEARCHED.byValues && !search.has(row, 0))) continue;
    places ??= placesOf(segment, run);
    const [at, time] = [places.own[index] ?? 0, places.times[index] ?? 0];
    if (isInside(time) && (way !== SEARCHED.byTime || search.has(row, at))) visit(at, subjectId, row.row, time);
  }
}

/** A segment has up to 65,536 lines, in a run or in as many. */
const LINES_BETWEEN_CHECKPOINTS = 1024;

/** How lines with each symbol are searched; never, where the kind is not wanted. */
function waysOf({ bySymbol }: SegmentSearch, isWanted: Uint8Array | undefined): Uint8Array {
  if (isWanted === undefined) return bySymbol;
  return bySymbol.map((way, symbol) => (isWanted[symbol] === 1 ? way : SEARCHED.never));
}

/** Positions and times of the events of a run. */
function placesOf({ content }: OpenSegment, { positions, offset, count }: SubjectRun) {
  const own = positions().subarray(offset, offset + count);
  return { own, times: content.timesAt(own) };
}

const NO_SYMBOLS = new Uint16Array(0);
