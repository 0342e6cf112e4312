import type { LineTemplate } from '../../../core/decode/template/template-tree.js';
import { z } from 'zod';
import { type LineSearch, searchFor } from '../../../core/search/line-search.js';
import type { StoredEvent } from '../../../core/classify/describe-event.js';
import type { EventPage, SearchProgress, StoredFilter } from '../../queries.js';
import { eventWhere, scanFilter } from '../counts/counting.js';
import { allOf, type Where } from './event-where.js';
import { lowerBound } from './list-bound.js';
import type { NameCache } from '../name-cache.js';
import { newestFirst, NewestPlaces, type Place } from './newest-events.js';
import { SearchLimit } from './search-limit.js';
import type { SegmentRow } from '../../segment/content.js';
import { lastSeqOf, type OpenSegment, type SegmentHead } from '../segments/open-segment.js';
import type { ReadContext } from '../read-context.js';
import { mayHoldKinds, type ScanFilter, scanSegment, searchSegment } from '../segments/segment-scan.js';

const rowSchema = z.object({
  seq: z.number(),
  time_ms: z.number(),
  received_ms: z.number(),
  subject_id: z.number(),
  kind_id: z.number(),
  source_id: z.number(),
  raw: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});

const CURSOR = /^(-?\d{1,16})\.(\d{1,16})$/;

/** Events that match a filter, newest first by (time, seq); the cursor names the last event of the previous page. */
export function listEvents(
  context: ReadContext,
  filter: StoredFilter,
  limit: number,
  cursor: string | undefined,
): EventPage {
  const { found, ...ends } = findPage(context, filter, limit, cursor);
  return { events: openAll(context, found), ...ends };
}

/** Receives the events of a page; a templated one is valid only during the call. */
export interface EventVisitor {
  /** An event whose line is kept by its template. */
  templated: (event: TemplatedEvent) => void;
  /** Any other event. */
  whole: (event: StoredEvent) => void;
}

/** An event in the parts that it is stored in. */
export interface TemplatedEvent {
  seq: number;
  /** Epoch ms. */
  time: number;
  /** Epoch ms. */
  receivedTime: number;
  subjectId: number;
  kindId: number;
  sourceId: number;
  template: LineTemplate;
  /** Texts of the template's placeholders; more may stand behind them. */
  texts: readonly string[];
  /** The whole event. */
  open(): StoredEvent;
}

/** As `listEvents`, without making an object of each event and its line: for millions of them. */
export function visitEvents(
  context: ReadContext,
  filter: StoredFilter,
  { limit, cursor }: { limit: number; cursor: string | undefined },
  visitor: EventVisitor,
): Omit<EventPage, 'events'> {
  const { found, ...ends } = findPage(context, filter, limit, cursor);
  if (bySegment(found).size > MAX_AT_ONCE && runsOf(found) > MAX_RUNS) {
    for (const event of openAll(context, found)) visitor.whole(event);
    return ends;
  }
  for (let index = 0; index < found.length;) {
    const each = found[index];
    if (each === undefined) break;
    if (each.row !== undefined) {
      visitor.whole(toStoredEvent(each.row, context.names));
      index += 1;
      continue;
    }
    index = visitRun(context, found, index, visitor);
  }
  return ends;
}

/** A page in more runs alternates between segments; of more segments than this, each would be opened again for each run. */
const MAX_RUNS = 64;
const MAX_AT_ONCE = 8;

/** Runs of neighbours from one segment, for each of which it is opened. */
function runsOf(found: readonly Found[]): number {
  let runs = 0;
  for (let index = 0; index < found.length; index++) {
    const head = found[index]?.place?.head;
    if (head !== undefined && head !== found[index - 1]?.place?.head) runs += 1;
  }
  return runs;
}

/** Visits neighbours from one segment; returns the index behind them. */
function visitRun(context: ReadContext, found: readonly Found[], from: number, visitor: EventVisitor): number {
  const head = found[from]?.place?.head;
  let end = from + 1;
  while (end < found.length && found[end]?.place?.head === head) end += 1;
  if (head === undefined) return end;
  context.segments.use(head, (segment) => {
    const { content } = segment;
    const { kindIds, sourceIds } = content.symbolTable();
    const texts: string[] = [];
    let visited: VisitedEvent | undefined;
    for (let index = from; index < end; index++) {
      const { time, seq, place } = found[index] ?? {};
      if (place === undefined || time === undefined || seq === undefined) continue;
      const template = content.template(place, texts);
      if (template === undefined) {
        visitor.whole(eventAt(segment, place, context.names));
        continue;
      }
      const symbol = content.symbol(place.row);
      visited ??= new VisitedEvent(segment, place, context.names, template, texts);
      visited.seq = seq;
      visited.time = time;
      visited.receivedTime = content.receivedTime(place.position);
      visited.subjectId = place.subjectId;
      visited.kindId = kindIds[symbol] ?? 0;
      visited.sourceId = sourceIds[symbol] ?? 0;
      visited.template = template;
      visited.place = place;
      visitor.templated(visited);
    }
  });
  return end;
}

/** One object for all events of a run. */
class VisitedEvent implements TemplatedEvent {
  seq = 0;
  time = 0;
  receivedTime = 0;
  subjectId = 0;
  kindId = 0;
  sourceId = 0;

  constructor(
    private readonly segment: OpenSegment,
    public place: SegmentPlace,
    private readonly names: NameCache,
    public template: LineTemplate,
    readonly texts: readonly string[],
  ) {}

  open(): StoredEvent {
    return eventAt(this.segment, this.place, this.names);
  }
}

/** The places of a page, and where the next one begins. */
type FoundPage = Omit<EventPage, 'events'> & { found: readonly Found[] };

function findPage(context: ReadContext, filter: StoredFilter, limit: number, cursor: string | undefined): FoundPage {
  const match = cursor === undefined ? null : CURSOR.exec(cursor);
  const before = match === null ? undefined : { time: Number(match[1]), seq: Number(match[2]) };
  // For a past moment the counts tell how far back from it.
  const counted =
    filter.asOf === undefined ? filter : { ...filter, to: Math.min(filter.asOf.at, filter.to ?? filter.asOf.at) };
  const bound = lowerBound(context, counted, limit, before);
  let { found, unsearched } = find(context, narrowed(filter, bound?.from), limit + 1, before);
  // The counts promised more above the bound, but a damaged segment was left out: search further back.
  if (bound?.isEnough === true && found.length <= limit && unsearched === undefined) {
    ({ found, unsearched } = find(context, filter, limit + 1, before));
  }
  const page = found.slice(0, limit);
  const last = found[limit - 1];
  if (found.length > limit && last !== undefined) return { found: page, nextCursor: cursorAt(last) };
  if (unsearched === undefined) return { found: page, nextCursor: null };
  // The next page begins with what could not be searched.
  return {
    found: page,
    nextCursor: cursorAt(justNewerThan(unsearched.place)),
    searchedTo: unsearched.place.time,
    progress: progressAt(context, filter, unsearched.head),
  };
}

function cursorAt({ time, seq }: Place): string {
  return `${String(time)}.${String(seq)}`;
}

function justNewerThan({ time, seq }: Place): Place {
  return { time, seq: seq + 1 };
}

/** The places of a page without the events, in the order of `listEvents`: the newest `limit` after a place. */
export function listPlaces(
  context: ReadContext,
  filter: StoredFilter,
  limit: number,
  before: Place | undefined,
): readonly Place[] {
  return find(context, filter, limit, before).found;
}

function narrowed(filter: StoredFilter, from: number | undefined): StoredFilter {
  return from === undefined ? filter : { ...filter, from: Math.max(from, filter.from ?? from) };
}

/** What a search found, the newest first, and where the time limit ended it. */
interface Search {
  found: readonly Found[];
  unsearched: Unsearched | undefined;
}

/** How far a search came, by the events of segments: of rows there are few. */
function progressAt({ segments }: ReadContext, { from, to }: StoredFilter, stop: SegmentHead): SearchProgress {
  const heads = segments.overlapping(from ?? Number.MIN_SAFE_INTEGER, to ?? Number.MAX_SAFE_INTEGER);
  const stopped = heads.findIndex(({ id }) => id === stop.id);
  const eventsOf = (some: readonly SegmentHead[]) => some.reduce((sum, { count }) => sum + count, 0);
  return { searched: eventsOf(heads.slice(0, Math.max(0, stopped))), of: eventsOf(heads) };
}

/** The newest `most` events after a place: from the rows, and from the segments as far as they can contain newer ones. */
function find(context: ReadContext, filter: StoredFilter, most: number, before: Place | undefined): Search {
  const newest = new NewestPlaces<Found>(most);
  for (const row of fromRows(context, filter, most, before)) newest.add(row);
  const unsearched = addFromSegments(context, filter, before, newest);
  if (unsearched === undefined) return { found: newest.list(), unsearched };
  // What is older may not be all that there is.
  return { found: newest.list().filter((place) => newestFirst(place, unsearched.place) < 0), unsearched };
}

const NO_CONDITION: Where = { sql: '1', values: [] };

type EventRow = z.infer<typeof rowSchema>;

/** An event that was found: its row, or its place in a segment. It is read once it is asked for: its names may be missing. */
type Found = Place & ({ row: EventRow; place?: undefined } | { row?: undefined; place: SegmentPlace });

/**
 * The events that were found, in their order, segment by segment: events of nearly equal times alternate between segments,
 * which may be too large to be open all at once. Those in damaged data are left out.
 */
function openAll(context: ReadContext, found: readonly Found[]): StoredEvent[] {
  const opened = new Array<StoredEvent | undefined>(found.length).fill(undefined);
  for (const [head, indexes] of bySegment(found)) {
    context.segments.use(head, (segment) => {
      for (const index of indexes) opened[index] = openIn(segment, found[index], context.names);
    });
    // Where one is damaged, the others of the segment may still be read.
    for (const index of indexes) opened[index] ??= openOne(context, found[index]);
  }
  return found.flatMap(({ row }, index) =>
    row === undefined ? (opened[index] ?? []) : [toStoredEvent(row, context.names)],
  );
}

/** For each segment the indexes of the events that were found in it, in the order of their rows. */
function bySegment(found: readonly Found[]): Map<SegmentHead, number[]> {
  const indexes = new Map<SegmentHead, number[]>();
  found.forEach(({ place }, index) => {
    if (place === undefined) return;
    const own = indexes.get(place.head);
    if (own === undefined) indexes.set(place.head, [index]);
    else own.push(index);
  });
  for (const own of indexes.values()) own.sort((a, b) => (found[a]?.place?.row ?? 0) - (found[b]?.place?.row ?? 0));
  return indexes;
}

function openIn(segment: OpenSegment, found: Found | undefined, names: NameCache): StoredEvent | undefined {
  return found?.place === undefined ? undefined : eventAt(segment, found.place, names);
}

function openOne({ segments, names }: ReadContext, found: Found | undefined): StoredEvent | undefined {
  let opened: StoredEvent | undefined;
  if (found?.place === undefined) return undefined;
  segments.use(found.place.head, (segment) => {
    opened = openIn(segment, found, names);
  });
  return opened;
}

function fromRows(
  { database, names }: ReadContext,
  filter: StoredFilter,
  most: number,
  before: Place | undefined,
): Found[] {
  const older: Where =
    before === undefined ? NO_CONDITION : { sql: '(time_ms, seq) < (?, ?)', values: [before.time, before.seq] };
  const known: Where = filter.asOf === undefined ? NO_CONDITION : { sql: 'seq <= ?', values: [filter.asOf.seq] };
  const where = allOf([eventWhere(names, { filter }), older, known]);
  return database
    .prepare(`SELECT * FROM event WHERE ${where.sql} ORDER BY time_ms DESC, seq DESC LIMIT ?`)
    .all(...where.values, most)
    .map((value) => {
      const row = rowSchema.parse(value);
      return { time: row.time_ms, seq: row.seq, row };
    });
}

/**
 * Visits the segments in descending order of the newest place that an event of each can have, and stops at the first
 * one after all wanted places: those that follow are even older. Segments may overlap in any way.
 * @returns where the time limit ended the search; undefined when it was complete
 */
function addFromSegments(
  context: ReadContext,
  filter: StoredFilter,
  before: Place | undefined,
  newest: NewestPlaces<Found>,
): Unsearched | undefined {
  const { names, segments } = context;
  const from = filter.from ?? Number.MIN_SAFE_INTEGER;
  const to = Math.min(
    filter.to ?? Number.MAX_SAFE_INTEGER,
    before === undefined ? Number.MAX_SAFE_INTEGER : before.time + 1,
  );
  const scan = scanFilter(names, { filter }, from, to);
  const lastSeq = filter.asOf?.seq ?? Number.MAX_SAFE_INTEGER;
  const matches = { scan, text: searchFor(filter.q), before, lastSeq };
  const limit = new SearchLimit(context.checkpoint);
  for (const head of segments.overlapping(from, to)) {
    newest.settle();
    if (!newest.accepts(head.lastTime, lastSeqOf(head))) break;
    if (!mayHoldKinds(head, scan.kinds) || head.firstSeq > lastSeq || isAbove(head, before)) continue;
    const place = { time: head.lastTime, seq: lastSeqOf(head) };
    if (!limit.within(leadsOn(place, before), () => searchHead(context, head, matches, newest, limit))) {
      return { place, head };
    }
  }
  return undefined;
}

/** Where a search was ended: the newest place that was not reached, that of a segment. */
interface Unsearched {
  place: Place;
  head: SegmentHead;
}

/** Whether a page that ends in front of a place lies behind the one before: else the next page would search the same again. */
function leadsOn(place: Place, before: Place | undefined): boolean {
  return before === undefined || newestFirst(justNewerThan(place), before) > 0;
}

function searchHead(
  { segments }: ReadContext,
  head: SegmentHead,
  matches: Matches,
  newest: NewestPlaces<Found>,
  limit: SearchLimit,
): void {
  const { text } = matches;
  if (text !== undefined && !segments.mayContain(head, text)) return;
  segments.use(head, (segment) => {
    scanNewest(segment, matches, newest, () => {
      limit.check();
    });
  });
}

/** What an event must be to be found. */
interface Matches {
  scan: ScanFilter;
  text: LineSearch | undefined;
  before: Place | undefined;
  lastSeq: number;
}

/** Adds the events of one segment that match and are among the newest so far. */
function scanNewest(
  segment: OpenSegment,
  { scan, text, before, lastSeq }: Matches,
  newest: NewestPlaces<Found>,
  checkpoint: () => void,
): void {
  const { head } = segment;
  const visit = (at: number, subjectId: number, row: number, time: number) => {
    const seq = head.firstSeq + at;
    if (seq > lastSeq || !newest.accepts(time, seq)) return;
    if (before !== undefined && (time > before.time || (time === before.time && seq >= before.seq))) return;
    newest.add({ time, seq, place: { head, position: at, row, subjectId } });
  };
  if (text === undefined) scanSegment(segment, scan, visit);
  else searchSegment(segment, scan, { text, checkpoint }, visit);
}

/** Whether all events of a segment were on earlier pages: without this, a page within one busy second opens all of it. */
function isAbove({ firstTime, firstSeq }: SegmentHead, before: Place | undefined): boolean {
  return before !== undefined && firstTime >= before.time && firstSeq >= before.seq;
}

/** Position of an event in its segment. */
interface SegmentPlace extends SegmentRow {
  head: SegmentHead;
}

function eventAt(
  { head, content }: OpenSegment,
  { position, row, subjectId }: SegmentPlace,
  names: NameCache,
): StoredEvent {
  const table = content.symbolTable();
  const symbol = content.symbol(row);
  const stored = {
    seq: head.firstSeq + position,
    time_ms: content.time(position),
    received_ms: content.receivedTime(position),
    subject_id: subjectId,
    kind_id: table.kindIds[symbol] ?? 0,
    source_id: table.sourceIds[symbol] ?? 0,
    raw: content.line(row, position),
  };
  return toStoredEvent(stored, names);
}

function toStoredEvent(row: EventRow, names: NameCache): StoredEvent {
  const kind = names.kind(row.kind_id);
  const subject = names.subject(row.subject_id);
  if (kind === undefined || subject === undefined) {
    throw new Error(
      `event ${String(row.seq)} names subject ${String(row.subject_id)} or kind ${String(row.kind_id)}, which are not in the store`,
    );
  }
  return {
    seq: row.seq,
    time: row.time_ms,
    receivedTime: row.received_ms,
    subject,
    messageId: kind.messageId,
    severity: kind.severity,
    class: kind.class,
    isKnown: kind.isKnown,
    repeats: kind.repeats,
    source: names.sourceName(row.source_id),
    raw: row.raw,
  };
}
