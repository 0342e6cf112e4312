import { emptyCounts } from '@tunnelwatch/server/core/aggregate/source-tally';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { encodeSegment } from '@tunnelwatch/server/store/segment/encode';
import { SEGMENT_EVENTS } from '@tunnelwatch/server/store/segment/segment';
import { openForWriting } from '@tunnelwatch/server/store/sqlite/database';
import { SegmentWriter } from '@tunnelwatch/server/store/sqlite/segments/segment-table';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { SYNTHETIC_KINDS, SyntheticEvents } from './synthetic-events.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Lines that are read, and so received, together. */
const LINES_A_CHUNK = 330;
/** Segments a transaction. */
const SEGMENTS_A_COMMIT = 16;

export interface MadeStore {
  events: number;
  /** Bytes of each part of all segments. */
  bytes: Record<'subjects' | 'keys' | 'facts' | 'lines', number>;
  /** CPU time of the encoder, ms. */
  encodeMs: number;
}

/** What a store is made of. */
export interface StorePlan {
  dataDirectory: string;
  events: number;
  /** Epoch ms. */
  from: number;
  /** Epoch ms; the events are spread evenly, with jitter. */
  to: number;
  seed: number;
  onProgress?: (events: number) => void;
}

/** Makes a store of synthetic events as if they had been ingested: segments, and counts by hour, minute and in total. */
export function makeStore({ dataDirectory, events, from, to, seed, onProgress }: StorePlan): MadeStore {
  const maker = new SyntheticEvents(seed);
  writeNames(dataDirectory, maker);
  const database = openForWriting(dataDirectory);
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const writer = new SegmentWriter(database);
  const counts = new Counts(database, maker);
  const columns = new EventColumns(SEGMENT_EVENTS);
  const names = (id: number) => {
    const subject = maker.subjects[id - 1];
    return subject?.kind === 'tunnel' ? subject.matchkey : undefined;
  };
  const made: MadeStore = { events, bytes: { subjects: 0, keys: 0, facts: 0, lines: 0 }, encodeMs: 0 };
  const gap = (to - from) / events;
  for (let done = 0, segments = 0; done < events; done += columns.count, segments++) {
    columns.count = 0;
    columns.valueCount = 0;
    for (let at = done; at < Math.min(events, done + SEGMENT_EVENTS); at++) {
      const received = to + Math.floor(at / LINES_A_CHUNK);
      maker.add(columns, { from: from + at * gap, spread: gap, received });
    }
    counts.add(columns);
    const start = process.cpuUsage();
    const segment = encodeSegment(columns, maker.texts, names);
    const { user, system } = process.cpuUsage(start);
    made.encodeMs += (user + system) / 1000;
    for (const part of ['subjects', 'keys', 'facts', 'lines'] as const) made.bytes[part] += segment[part].length;
    writer.add(segment, done + 1);
    if (segments % SEGMENTS_A_COMMIT === 0) database.exec('COMMIT; BEGIN');
    onProgress?.(done + columns.count);
  }
  counts.finish();
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return made;
}

function writeNames(dataDirectory: string, { subjects }: SyntheticEvents): void {
  const store = new SqliteWriter(dataDirectory);
  store.load();
  store.commit({
    parts: [
      {
        columns: new EventColumns(1),
        shapes: [],
        words: [],
        subjects: subjects.map((subject, index) => ({ id: index + 1, subject })),
        kinds: SYNTHETIC_KINDS.map((kind, index) => ({ id: index + 1, ...kind })),
      },
    ],
    sources: [{ id: 1, kind: 'file', name: '/logs/gateway.log', ...emptyCounts() }],
    files: [],
    alerts: [],
    gateways: [],
  });
  store.close();
}

type StoreDatabase = ReturnType<typeof openForWriting>;

/** Counts as the pipeline keeps them. Events come in the order of time, so only one hour and one minute are held. */
class Counts {
  private readonly kinds = SYNTHETIC_KINDS.length;
  private readonly hours: SpanCounts;
  private readonly minutes: SpanCounts;
  private readonly sums: Uint32Array;
  private readonly firsts: Float64Array;
  private readonly lasts: Float64Array;
  /** By subject, numbered from 1 in the order of first sight. */
  private readonly gatewayOf: Uint16Array;

  constructor(
    private readonly database: StoreDatabase,
    { subjects }: SyntheticEvents,
  ) {
    const gateways = [...new Set(subjects.map(({ gateway }) => gateway))];
    this.gatewayOf = Uint16Array.from(subjects, ({ gateway }) => gateways.indexOf(gateway) + 1);
    const cells = subjects.length * this.kinds;
    const hour = database.prepare('INSERT INTO count_hour VALUES (?, ?, ?, ?)');
    const minute = database.prepare('INSERT INTO count_minute VALUES (?, ?, ?, ?)');
    this.hours = new SpanCounts(HOUR_MS, cells, (at, cell, n) => {
      hour.run(at, this.subjectOf(cell) + 1, this.kindOf(cell), n);
    });
    this.minutes = new SpanCounts(MINUTE_MS, (gateways.length + 1) * this.kinds, (at, cell, n) => {
      minute.run(at, this.subjectOf(cell), this.kindOf(cell), n);
    });
    this.sums = new Uint32Array(cells);
    this.firsts = new Float64Array(cells).fill(Number.POSITIVE_INFINITY);
    this.lasts = new Float64Array(cells);
  }

  add({ count, times, subjectIds, kindIds }: EventColumns): void {
    for (let at = 0; at < count; at++) {
      const time = times[at] ?? 0;
      const subject = (subjectIds[at] ?? 0) - 1;
      const kind = (kindIds[at] ?? 0) - 1;
      const cell = subject * this.kinds + kind;
      this.hours.add(time, cell);
      this.minutes.add(time, (this.gatewayOf[subject] ?? 0) * this.kinds + kind);
      this.sums[cell] = (this.sums[cell] ?? 0) + 1;
      this.firsts[cell] = Math.min(this.firsts[cell] ?? time, time);
      this.lasts[cell] = Math.max(this.lasts[cell] ?? time, time);
    }
  }

  /** Writes what is still held. */
  finish(): void {
    this.hours.flush();
    this.minutes.flush();
    const total = this.database.prepare('INSERT INTO count_total VALUES (?, ?, ?, ?, ?)');
    this.sums.forEach((n, cell) => {
      const [first, last] = [this.firsts[cell] ?? 0, this.lasts[cell] ?? 0];
      if (n > 0) total.run(this.subjectOf(cell) + 1, this.kindOf(cell), n, first, last);
    });
  }

  /** The subject of a cell, from 0 on; of a cell by gateway the gateway. */
  private subjectOf(cell: number): number {
    return Math.floor(cell / this.kinds);
  }

  /** The kind of a cell, from 1 on. */
  private kindOf(cell: number): number {
    return (cell % this.kinds) + 1;
  }
}

/** Counts of one span of time, such as an hour, which are written when an event of the next one comes. */
class SpanCounts {
  private span: number | undefined;
  private readonly cells: Uint32Array;

  constructor(
    private readonly spanMs: number,
    cells: number,
    private readonly write: (span: number, cell: number, n: number) => void,
  ) {
    this.cells = new Uint32Array(cells);
  }

  add(time: number, cell: number): void {
    const span = Math.floor(time / this.spanMs);
    if (span !== this.span) {
      this.flush();
      this.span = span;
    }
    this.cells[cell] = (this.cells[cell] ?? 0) + 1;
  }

  flush(): void {
    const { span } = this;
    if (span === undefined) return;
    this.cells.forEach((n, cell) => {
      if (n > 0) this.write(span, cell, n);
    });
    this.cells.fill(0);
    this.span = undefined;
  }
}
