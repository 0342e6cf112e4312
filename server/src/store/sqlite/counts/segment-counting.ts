import { CellCounter, type CountRow, CountSums } from './count-sums.js';
import type { CountRequest } from './count-request.js';
import type { AreAlike } from '../../segment/content.js';
import { type LineSearch, searchFor } from '../../../core/search/line-search.js';
import { lastSeqOf, type OpenSegment } from '../segments/open-segment.js';
import type { ReadContext } from '../read-context.js';
import {
  mayHoldKinds,
  type ScanFilter,
  scanSegment,
  searchSegment,
  type SubjectRun,
  subjectRuns,
  wantedSymbols,
} from '../segments/segment-scan.js';

/** Cells of a counter for one subject; with more buckets, which only hostile times cause, events are added one by one. */
const MAX_CELLS = 1_048_576;

/** What to count in segments, and how. */
interface Counting {
  request: CountRequest;
  scan: ScanFilter;
  sums: CountSums;
  checkpoint: () => void;
  keyOf: (subjectId: number) => number;
  /** What the lines must contain. */
  text: LineSearch | undefined;
}

/**
 * Counts the events in segments that match a scan, by bucket, key and kind. A segment within the range and one bucket
 * is counted without its times, and without kinds from its directory alone.
 */
export function countInSegments(context: ReadContext, request: CountRequest, scan: ScanFilter): CountRow[] {
  const { names, segments } = context;
  const { key } = request;
  const keyOf =
    key === 'subject' ? (id: number) => id : key === 'gateway' ? (id: number) => names.gatewayIdOf(id) : () => 0;
  const text = searchFor(request.filter.q);
  const counting = { request, scan, sums: new CountSums(), keyOf, text, checkpoint: context.checkpoint };
  for (const head of segments.overlapping(scan.from, scan.to)) {
    if (!mayHoldKinds(head, scan.kinds)) continue;
    if (request.afterSeq !== undefined && lastSeqOf(head) <= request.afterSeq) continue;
    if (text !== undefined && !segments.mayContain(head, text)) continue;
    segments.use(head, (segment) => {
      countSegment(segment, counting);
    });
  }
  return counting.sums.rows();
}

function countSegment(segment: OpenSegment, counting: Counting): void {
  const { head } = segment;
  const { request, scan } = counting;
  const first = bucketOf(request, Math.max(head.firstTime, scan.from));
  const last = bucketOf(request, Math.min(head.lastTime, scan.to - 1));
  const isInside = head.firstTime >= scan.from && head.lastTime < scan.to;
  const isCut = request.afterSeq !== undefined && head.firstSeq <= request.afterSeq;
  if (counting.text !== undefined || isCut) countOneByOne(segment, counting);
  else if (isInside && first === last && !request.isByKind && scan.kinds === undefined) {
    countFromDirectory(segment, counting, first);
  } else if ((last - first + 1) * segment.content.symbolTable().kindIds.length > MAX_CELLS) {
    countOneByOne(segment, counting);
  } else countInCells(segment, counting, { first, last, isInside });
}

function bucketOf({ from, stepMs }: CountRequest, time: number): number {
  return Math.floor((time - from) / stepMs);
}

function countFromDirectory(segment: OpenSegment, { request, scan, sums, keyOf }: Counting, bucket: number): void {
  if (scan.subjects === undefined && request.key === 'none') {
    sums.add(bucket, 0, 0, segment.head.count);
    return;
  }
  if (bucket === 0 && request.key === 'subject' && scan.subjects === undefined) {
    const { subjects, starts } = segment.content.directory();
    for (let key = 0; key < subjects.length; key++) {
      sums.addDense(subjects[key] ?? 0, (starts[key + 1] ?? 0) - (starts[key] ?? 0));
    }
    return;
  }
  for (const { subjectId, count } of subjectRuns(segment, scan.subjects)) sums.add(bucket, keyOf(subjectId), 0, count);
}

/** Whether the range of a scan covers a segment, and the buckets that both have in common. */
interface Span {
  first: number;
  last: number;
  isInside: boolean;
}

/** Symbols and times of rows; those of the first row of a run are at `offset`. */
interface RowArrays {
  /** Undefined when the kind does not matter. */
  symbols: Uint16Array | undefined;
  /** Undefined when all events are in the range and in one bucket. */
  times: Float64Array | undefined;
  offset: number;
}

/** What has to be read of the rows for this query. */
interface Needs {
  symbols: boolean;
  /** Undefined when times do not matter. */
  areAlike: AreAlike | undefined;
}

function countInCells(segment: OpenSegment, counting: Counting, span: Span): void {
  const { request, scan, sums, keyOf } = counting;
  const { kindIds } = segment.content.symbolTable();
  const isWanted = wantedSymbols(segment, scan.kinds);
  const cells = new CellCounter((span.last - span.first + 1) * kindIds.length);
  const needs = {
    symbols: request.isByKind || isWanted !== undefined,
    areAlike: span.isInside && span.first === span.last ? undefined : alikeFor(counting),
  };
  const all = scan.subjects === undefined ? allRows(segment, needs) : undefined;
  for (const run of subjectRuns(segment, scan.subjects)) {
    const rows = all === undefined ? rowsOf(segment, run, needs) : { ...all, offset: run.firstRow };
    for (let index = rows.offset; index < rows.offset + run.count; index++) {
      const symbol = rows.symbols?.[index] ?? 0;
      if (isWanted !== undefined && isWanted[symbol] !== 1) continue;
      let bucket = 0;
      if (rows.times !== undefined) {
        const time = rows.times[index] ?? 0;
        if (time < scan.from || time >= scan.to) continue;
        bucket = bucketOf(request, time) - span.first;
      }
      cells.add(bucket * kindIds.length + symbol);
    }
    const key = keyOf(run.subjectId);
    cells.empty((cell, count) => {
      const bucket = span.first + Math.floor(cell / kindIds.length);
      sums.add(bucket, key, request.isByKind ? (kindIds[cell % kindIds.length] ?? 0) : 0, count);
    });
  }
}

/** Times are alike when they lie in the same bucket, and are all in the range or all outside it on the same side. */
function alikeFor({ request, scan }: Counting): AreAlike {
  return (lowest, highest) =>
    highest < scan.from ||
    lowest >= scan.to ||
    (lowest >= scan.from && highest < scan.to && bucketOf(request, lowest) === bucketOf(request, highest));
}

function allRows({ head, content }: OpenSegment, { symbols, areAlike }: Needs): RowArrays {
  return {
    symbols: symbols ? content.symbols(0, head.count) : undefined,
    times: areAlike === undefined ? undefined : content.timesAt(content.positions(), areAlike),
    offset: 0,
  };
}

function rowsOf({ content }: OpenSegment, run: SubjectRun, { symbols, areAlike }: Needs): RowArrays {
  const { firstRow, count, positions, offset } = run;
  const own = () => positions().subarray(offset, offset + count);
  return {
    symbols: symbols ? content.symbols(firstRow, firstRow + count) : undefined,
    times: areAlike === undefined ? undefined : content.timesAt(own(), areAlike),
    offset: 0,
  };
}

/** Event by event: where the line or the number matters, or there are too many buckets for cells. */
function countOneByOne(segment: OpenSegment, { request, scan, sums, keyOf, text, checkpoint }: Counting): void {
  const { content, head } = segment;
  const firstAt = (request.afterSeq ?? 0) - head.firstSeq + 1;
  const { kindIds } = content.symbolTable();
  const visit = (at: number, subjectId: number, row: number, time: number) => {
    if (at < firstAt) return;
    const kindId = request.isByKind ? (kindIds[content.symbols(row, row + 1)[0] ?? 0] ?? 0) : 0;
    sums.add(bucketOf(request, time), keyOf(subjectId), kindId, 1);
  };
  if (text === undefined) scanSegment(segment, scan, visit);
  else searchSegment(segment, scan, { text, checkpoint }, visit);
}
