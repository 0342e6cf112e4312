import { emptyCounts, sampleOf, tallyEvent, tallyLine, tallyOther } from '../aggregate/source-tally.js';
import type { AlertBook } from '../alert/alert-book.js';
import type { Catalogue } from '../classify/catalogue.js';
import { type ClassifiedEvent, classifyLine, type OtherEvent, otherEvent } from '../classify/classify-line.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import { decodeLine } from '../decode/decode-line.js';
import { lineText } from '../decode/line-text.js';
import type { FileRecord } from '../source/file/file-record.js';
import type { Batch, EventRecord, SourceRecord, WritableStore } from '../store/store.js';
import { type FastLine, FastLines, type Recipes } from './fast-lines.js';
import type { Interner } from './interner.js';
import type { Arrival, Step } from '../store/step.js';
import { makeStep } from './make-step.js';

/** How lines of one source are read. */
export interface SourceReading {
  zone: ZoneReader;
  /** Gateway of lines that name none. */
  gatewayHint: string;
  /** What its lines have taught; begins empty. */
  recipes: Recipes;
}

export interface IngestParts {
  store: WritableStore;
  catalogue: Catalogue;
  alerts: AlertBook;
  interner: Interner;
  sources: readonly SourceRecord[];
  /** True to store messages of other categories too; they are counted as other all the same. */
  storeOther: boolean;
  clock: () => number;
}

/** Bytes that are enough for a sample of a line. */
const SAMPLED_BYTES = 1024;

interface SlowLine {
  source: SourceRecord;
  reading: SourceReading;
  line: Buffer;
  isCut: boolean;
  near: number;
  now: number;
}

/**
 * Joins decoding, classifying, counting and alerting, and collects the outcome into batches. A batch that the store
 * refuses is kept and offered again: nothing is dropped, and nothing further is read meanwhile.
 */
export class Ingest {
  private readonly sources = new Map<string, SourceRecord>();
  private readonly sourceNames = new Map<number, string>();
  private readonly touched = new Set<SourceRecord>();
  private readonly fast: FastLines;
  /** The newest line of each source that took the short way; it becomes text once a commit. */
  private readonly newestLines = new Map<SourceRecord, Buffer>();
  private events: EventRecord[] = [];
  private lines = 0;
  private arrivals = new Map<string, Arrival>();
  private refused: Batch | undefined;
  private lastSourceId = 0;

  constructor(private readonly parts: IngestParts) {
    this.fast = new FastLines(parts.storeOther);
    for (const source of parts.sources) {
      this.sources.set(`${source.kind}\n${source.name}`, source);
      this.sourceNames.set(source.id, source.name);
      this.lastSourceId = Math.max(this.lastSourceId, source.id);
    }
  }

  /** Lines taken since the last commit. */
  get pendingLines(): number {
    return this.lines;
  }

  get pendingEvents(): number {
    return this.events.length;
  }

  get hasRefused(): boolean {
    return this.refused !== undefined;
  }

  /** The record of a source, made when it is met for the first time. */
  source(kind: SourceRecord['kind'], name: string): SourceRecord {
    const key = `${kind}\n${name}`;
    const known = this.sources.get(key);
    if (known !== undefined) return known;
    const record: SourceRecord = { id: ++this.lastSourceId, kind, name, ...emptyCounts() };
    this.sources.set(key, record);
    this.sourceNames.set(record.id, name);
    this.touched.add(record);
    return record;
  }

  /** True when a source was met in an earlier run. */
  isFromEarlierRun({ id }: SourceRecord): boolean {
    return this.parts.sources.some((source) => source.id === id);
  }

  /** All sources, those of earlier runs included. */
  allSources(): SourceRecord[] {
    return [...this.sources.values()];
  }

  /** Marks a source whose counters changed outside of a line, so that the next commit stores them. */
  touch(source: SourceRecord): void {
    this.touched.add(source);
  }

  /**
   * Takes one line. Returns the event's time when it became an event.
   * @param near time that stamps without a year lie near to, epoch ms
   */
  line(source: SourceRecord, reading: SourceReading, line: Buffer, isCut: boolean, near: number): number | undefined {
    const now = this.parts.clock();
    this.touched.add(source);
    this.lines += 1;
    const known = isCut ? undefined : this.fast.take(line, reading.recipes, near, now);
    return known === undefined
      ? this.takeSlowly({ source, reading, line, isCut, near, now })
      : this.takeKnown(known, source, line, now);
  }

  /** A line like ones before: only its numbers were read. */
  private takeKnown(known: FastLine, source: SourceRecord, line: Buffer, now: number): number | undefined {
    if (known.kind === 'other') {
      tallyOther(source, known.category, now);
      this.newestLines.set(source, Buffer.from(line.subarray(0, SAMPLED_BYTES)));
      return undefined;
    }
    const { recipe, subjectId, times } = known;
    tallyEvent(source, times, now);
    const raw = Buffer.from(line);
    this.newestLines.set(source, raw);
    this.events.push({
      time: times.time,
      receivedTime: times.receivedTime,
      subjectId,
      kindId: recipe.kindId,
      sourceId: source.id,
      raw,
    });
    this.noteArrival(recipe.gateway, recipe.member, now, times.skewMs);
    return times.time;
  }

  private takeSlowly({ source, reading, line, isCut, near, now }: SlowLine): number | undefined {
    const text = lineText(line);
    const context = { arrivedAt: now, near, zone: reading.zone, gatewayHint: reading.gatewayHint };
    const decoded = decodeLine(text, context);
    const became = classifyLine(decoded, this.parts.catalogue);
    tallyLine(source, text, isCut, became, now);
    source.counts.slow += 1;
    source.lastLine = sampleOf(text);
    this.newestLines.delete(source);
    const ids = became.kind === 'event' ? this.take(became.event, source, line, now) : undefined;
    if (became.kind === 'event') this.parts.alerts.apply(became.event, now);
    else if (became.kind === 'other' && this.parts.storeOther && decoded.kind === 'message') {
      this.take(otherEvent(decoded), source, line, now);
    }
    if (!isCut) {
      this.fast.learn(line, reading.recipes, { decoded, became, ids, near, arrivedAt: now, zone: reading.zone });
    }
    return became.kind === 'event' ? became.event.decoded.time : undefined;
  }

  private take(event: ClassifiedEvent | OtherEvent, source: SourceRecord, line: Buffer, now: number) {
    const { decoded } = event;
    const ids = {
      subjectId: this.parts.interner.subjectId(event.subject),
      kindId: this.parts.interner.kindId(event),
    };
    this.events.push({
      time: decoded.time,
      receivedTime: decoded.receivedTime,
      ...ids,
      sourceId: source.id,
      // A copy: the chunk that the line lies in is read into again before the batch is stored.
      raw: Buffer.from(line),
    });
    this.noteArrival(decoded.gateway, decoded.member, now, decoded.skewMs);
    return ids;
  }

  /**
   * Commits what was taken, and the positions behind it, in one transaction; undefined when there is nothing to commit.
   * @throws StoreError when the store refused; the batch is kept, and is what the next call commits.
   */
  commit(takeFiles: () => FileRecord[]): Step | undefined {
    const batch = this.refused ?? this.takeBatch(takeFiles());
    if (batch === undefined) return undefined;
    this.refused = batch;
    const { step, firstSeq } = this.parts.store.commit(batch);
    this.refused = undefined;
    const arrivals = [...this.arrivals.values()];
    this.arrivals = new Map();
    return makeStep({ batch, step, firstSeq, at: this.parts.clock(), arrivals, lookup: this.lookup });
  }

  private readonly lookup = {
    subject: (id: number) => this.parts.interner.subjectById(id),
    kind: (id: number) => this.parts.interner.kindById(id),
    sourceName: (id: number) => this.sourceNames.get(id) ?? '',
  };

  private takeBatch(files: FileRecord[]): Batch | undefined {
    const alerts = this.parts.alerts.takeChanges();
    if (this.lines === 0 && files.length === 0 && alerts.length === 0 && this.touched.size === 0) return undefined;
    for (const [source, line] of this.newestLines) source.lastLine = sampleOf(lineText(line));
    this.newestLines.clear();
    this.fast.reset();
    const batch: Batch = {
      ...this.parts.interner.takeNew(),
      events: this.events,
      sources: [...this.touched].map((source) => structuredClone(source)),
      files,
      alerts,
    };
    this.touched.clear();
    this.events = [];
    this.lines = 0;
    return batch;
  }

  private noteArrival(gateway: string, member: string | undefined, at: number, skewMs: number | undefined): void {
    const known = this.arrivals.get(gateway);
    const arrival = known ?? { gateway, members: [], at, skewMs: null };
    arrival.at = at;
    if (skewMs !== undefined) arrival.skewMs = skewMs;
    if (member !== undefined && !arrival.members.includes(member)) arrival.members.push(member);
    if (known === undefined) this.arrivals.set(gateway, arrival);
  }
}
