import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { GatewayLives } from '../aggregate/gateway-life.js';
import { emptyCounts, sampleOf, tallyEvent, tallyLine, tallyOther, tallyUnknown } from '../aggregate/source-tally.js';
import type { AlertBook } from '../alert/alert-book.js';
import type { RateWatch } from '../alert/rate-watch.js';
import { AlertTally } from '../alert/alert-tally.js';
import type { Catalogue } from '../classify/catalogue.js';
import { type ClassifiedEvent, classifyLine, type OtherEvent, otherEvent } from '../classify/classify-line.js';
import type { Naming } from '../inventory/shown.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import { decodeLine } from '../decode/decode-line.js';
import { lineText } from '../decode/line-text.js';
import type { Shape } from '../decode/shape/shape-tree.js';
import type { ChannelFilter } from '../config/channel-schema.js';
import type { FileRecord } from '../source/file/file-record.js';
import type { TailBlock } from '../source/syslog/line-tail.js';
import type { EventColumns } from '../store/event-columns.js';
import type { OutboxResult } from '../store/outbox.js';
import type { StoredRecord, VerdictMark } from '../store/past-record.js';
import type { Batch, EventPart, SourceRecord } from '../store/store.js';
import type { DiagnosisWatch } from './diagnosis-watch.js';
import { type EventRecipe, FastLines, type Recipes, type Sender } from './fast-lines.js';
import type { Interner } from './interner.js';
import { type LineTimes, liveSkew, liveTime } from './live-skew.js';
import { StepSummary } from './step-summary.js';
import type { TakenBatch } from './taken-batch.js';
import { takeAlerts } from './take-alerts.js';

/** How lines of one source are read. */
export interface SourceReading {
  zone: ZoneReader;
  /** Gateway of lines that name none. */
  gatewayHint: string;
  /** What its lines have taught; begins empty. */
  recipes: Recipes;
  /** True for a file that is read once: its lines are no signs of life of their gateways. */
  isReadOnce?: boolean;
}

export interface IngestParts {
  catalogue: Catalogue;
  alerts: AlertBook;
  interner: Interner;
  lives: GatewayLives;
  sources: readonly SourceRecord[];
  /** True to store messages of other categories too; they are counted as other all the same. */
  storeOther: boolean;
  /** False when nobody is told of steps, so that summing them up would be for nothing. */
  isWatched: boolean;
  /** Gives empty columns to fill; they leave with the part that they are in. */
  columns: () => EventColumns;
  /** Told of the events of each batch before its alerts are taken, so that both become durable together. */
  rates?: Pick<RateWatch, 'feed' | 'takeUsual' | 'settings'> | undefined;
  diagnosis?: Pick<DiagnosisWatch, 'feed'> | undefined;
  /** What others are told that alerts are about. */
  names?: Naming;
  clock: () => number;
  /** Who else is told of alerts; nobody unless named. */
  channels?: readonly ChannelFilter[];
}

/** Bytes that are enough for a sample of a line. */
const SAMPLED_BYTES = 1024;
/** The clock is asked once in so many lines: asking it costs as much as reading a number. */
const LINES_A_CLOCK = 64;
/** Full parts that may wait: what is read in one go stays bounded, however many files there are. */
const MOST_FULL_PARTS = 2;
/** Bytes of lines kept as they are that one part holds at the most. */
const MOST_RAW_BYTES = 8 * 1024 * 1024;

// eslint-disable-next-line no-control-regex -- the test is for characters outside ASCII
const NON_ASCII = /[^\x00-\x7f]/;

interface SlowLine {
  source: SourceRecord;
  reading: SourceReading;
  buffer: Buffer;
  start: number;
  end: number;
  isCut: boolean;
  near: number;
}

/** Joins decoding, classifying, counting and alerting, and collects the outcome into batches. */
export class Ingest {
  /** What others than the alerts have for the audit trail: entered with the next batch. */
  readonly notes: AuditNote[] = [];
  /** What became of notifications: stored with the next batch. */
  readonly deliveries: OutboxResult[] = [];
  /** What the time machine is to know of verdicts and of the monitor itself: stored with the next batch. */
  readonly verdicts: VerdictMark[] = [];
  readonly records: StoredRecord[] = [];
  private readonly sources = new Map<string, SourceRecord>();
  private readonly sourceNames = new Map<number, string>();
  private readonly touched = new Set<SourceRecord>();
  private readonly fast: FastLines;
  private readonly alertTally: AlertTally;
  /** The newest line of each source that took the short way; it becomes text once a commit. */
  private readonly newestLines = new Map<SourceRecord, Buffer>();
  private newest: { source: SourceRecord; buffer: Buffer; start: number; end: number } | undefined;
  private columns: EventColumns;
  private rawBytes = 0;
  private parts: EventPart[] = [];
  private summary: StepSummary;
  private lines = 0;
  private now = 0;
  private lastSourceId = 0;
  private readonly lastEarlierId: number;

  constructor(private readonly options: IngestParts) {
    const { interner, storeOther, sources, columns } = options;
    const tunnelId = (gateway: string, matchkey: string) => interner.subjectId({ kind: 'tunnel', gateway, matchkey });
    this.fast = new FastLines({ storesOther: storeOther, tunnelId });
    this.alertTally = new AlertTally(options.alerts, (id) => interner.subjectById(id));
    this.columns = columns();
    this.summary = new StepSummary(this.lookup);
    for (const source of sources) {
      this.sources.set(`${source.kind}\n${source.name}`, source);
      this.sourceNames.set(source.id, source.name);
      this.lastSourceId = Math.max(this.lastSourceId, source.id);
    }
    this.lastEarlierId = this.lastSourceId;
  }

  /** Lines taken since the last batch. */
  get pendingLines(): number {
    return this.lines;
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
    return id <= this.lastEarlierId;
  }

  /** All sources, those of earlier runs included. */
  allSources(): SourceRecord[] {
    return [...this.sources.values()];
  }

  /** Marks a source whose counters changed outside of a line, so that the next commit stores them. */
  touch(source: SourceRecord): void {
    this.touched.add(source);
  }

  /** Says that the lines which follow have arrived just now. */
  arrive(): void {
    this.now = this.options.clock();
  }

  /**
   * Takes one line, the bytes of `buffer` between `start` and `end`, which must stay as they are until the next line of
   * another source, or `settle`. Returns the receiver's time of the event that it became, if any: a gateway's own clock
   * may be years off and says nothing about the stamps of the lines behind it.
   * @param near time that stamps without a year lie near to, epoch ms
   */
  line(
    source: SourceRecord,
    reading: SourceReading,
    buffer: Buffer,
    start: number,
    end: number,
    isCut: boolean,
    near: number,
  ): number | undefined {
    if (this.lines % LINES_A_CLOCK === 0) this.now = this.options.clock();
    this.lines += 1;
    if (!this.columns.hasRoom || this.rawBytes > MOST_RAW_BYTES) this.endPart();
    this.noteLine(source, buffer, start, end);
    const { fast } = this;
    const recipe = isCut ? undefined : fast.take(buffer, start, end, reading.recipes, near, this.now);
    if (recipe === undefined) return this.takeSlowly({ source, reading, buffer, start, end, isCut, near });
    if (recipe.kind === 'event') {
      this.noteLife(recipe, source, reading, fast.times, recipe.unknownId === undefined);
      return this.takeKnown(recipe, source, buffer, start, end);
    }
    if (recipe.sender !== undefined) this.noteLife(recipe.sender, source, reading, undefined);
    tallyOther(source, recipe.category, this.now);
    return undefined;
  }

  /** Lets go of the buffers that lines stood in. */
  settle(): void {
    if (this.newest === undefined) return;
    const { source, buffer, start, end } = this.newest;
    this.newestLines.set(source, Buffer.from(buffer.subarray(start, Math.min(end, start + SAMPLED_BYTES))));
    this.newest = undefined;
  }

  private noteLine(source: SourceRecord, buffer: Buffer, start: number, end: number): void {
    if (this.newest?.source !== source) {
      this.settle();
      this.touched.add(source);
      this.newest = { source, buffer, start, end };
      return;
    }
    this.newest.buffer = buffer;
    this.newest.start = start;
    this.newest.end = end;
  }

  /** A line like ones before: only its numbers were read. */
  private takeKnown(recipe: EventRecipe, source: SourceRecord, buffer: Buffer, start: number, end: number): number {
    const { now, columns } = this;
    const { times, shape, subjectId, values } = this.fast;
    tallyEvent(source, times, now);
    if (recipe.cause !== undefined) this.alertTally.add(subjectId, recipe.kindId, recipe.cause, times.time, now);
    if (recipe.unknownId !== undefined) {
      tallyUnknown(source, recipe.unknownId, now, () => buffer.toString('latin1', start, end));
    }
    columns.addEvent(times.time, times.receivedTime, subjectId, recipe.kindId, source.id);
    if (shape !== undefined) columns.addShaped(shape, values);
    return times.skewMs === undefined ? times.time : times.receivedTime;
  }

  private takeSlowly(slow: SlowLine): number | undefined {
    const { source, reading, buffer, start, end, isCut, near } = slow;
    const { now, fast } = this;
    const { storeOther, catalogue } = this.options;
    const line = buffer.subarray(start, end);
    const text = lineText(line);
    const context = { arrivedAt: now, near, zone: reading.zone, gatewayHint: reading.gatewayHint };
    const decoded = decodeLine(text, context);
    const became = classifyLine(decoded, catalogue);
    tallyLine(source, text, isCut, became, now);
    const shape = isCut ? undefined : fast.shapeOf(buffer, start, end);
    let ids: { subjectId: number; kindId: number } | undefined;
    if (became.kind === 'event') {
      ids = this.take(became.event, source, line, shape);
      this.alertTally.addEvent(became.event, ids, now);
    } else if (became.kind === 'other' && storeOther && decoded.kind === 'message') {
      this.take(otherEvent(decoded), source, line, shape);
    }
    // A line outside ASCII is UTF-8 to decoding and bytes to shapes: not worth a rule of its own.
    const lesson = { decoded, became, ids, near, arrivedAt: now, zone: reading.zone };
    const recipe = shape === undefined || NON_ASCII.test(text) ? undefined : fast.learn(shape, reading.recipes, lesson);
    // Lines whose sender the short way cannot tell are no signs of life on either way, or their gaps would be wrong.
    const isAnonymous = recipe?.kind === 'other' && recipe.sender === undefined;
    const isKnown = became.kind === 'event' && became.event.entry !== undefined;
    if (decoded.kind === 'message' && !isAnonymous) this.noteLife(decoded, source, reading, decoded, isKnown);
    if (became.kind !== 'event') return undefined;
    const { time, receivedTime, skewMs } = became.event.decoded;
    return skewMs === undefined ? time : receivedTime;
  }

  private take(event: ClassifiedEvent | OtherEvent, source: SourceRecord, line: Buffer, shape: Shape | undefined) {
    const { interner } = this.options;
    const { columns, fast } = this;
    const { decoded } = event;
    const ids = { subjectId: interner.subjectId(event.subject), kindId: interner.kindId(event) };
    columns.addEvent(decoded.time, decoded.receivedTime, ids.subjectId, ids.kindId, source.id);
    if (shape !== undefined) columns.addShaped(shape, fast.values);
    else {
      // A copy: the chunk that the line lies in is read into again before the batch is stored.
      columns.addRaw(Buffer.from(line));
      this.rawBytes += line.length;
    }
    return ids;
  }

  /** True when so much was taken that it should be handed over before more is read. */
  get isFull(): boolean {
    return this.parts.length >= MOST_FULL_PARTS;
  }

  /** The parts of the next batch that are full: they can be handed over ahead of it. */
  takeFullParts(): EventPart[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  /** Everything taken since the last batch, with the positions behind it; undefined when there is nothing. */
  takeBatch(takeFiles: () => FileRecord[], takeTails: () => TailBlock[] = () => []): TakenBatch | undefined {
    const files = takeFiles();
    const tails = takeTails();
    if (this.columns.count > 0) this.endPart();
    this.settleAlerts();
    this.options.rates?.feed(this.summary.bySecond, this.options.clock());
    const about = takeAlerts(this.options.alerts, this.options.channels ?? [], this.options.names);
    const audit = [...about.audit, ...(this.options.rates?.settings.takeAudit() ?? []), ...this.notes.splice(0)];
    const outboxResults = this.deliveries.splice(0);
    const [verdicts, records] = [this.verdicts.splice(0), this.records.splice(0)];
    const lists = [files, tails, about.alerts, audit, outboxResults, verdicts, records];
    const news = lists.reduce((sum, { length }) => sum + length, 0);
    if (this.lines + news + this.touched.size === 0) return undefined;
    this.settle();
    for (const [source, line] of this.newestLines) source.lastLine = sampleOf(lineText(line));
    this.newestLines.clear();
    const { summary } = this;
    const gateways = this.options.lives.takeChanges();
    const at = this.options.clock();
    const batch: Batch = {
      ...{ at, files, tails, ...about, audit, outboxResults, gateways, verdicts, records },
      parts: this.takeFullParts(),
      sources: [...this.touched].map((source) => structuredClone(source)),
      usual: this.options.rates?.takeUsual(at) ?? [],
      ruleSettings: this.options.rates?.settings.takeChanges() ?? [],
    };
    this.summary = new StepSummary(this.lookup);
    this.touched.clear();
    this.lines = 0;
    return { batch, toStep: (committed) => summary.finish({ committed, at, alerts: about.alerts, gateways }) };
  }

  /** Has all events so far counted into the alerts, before a person or a clock changes them. */
  settleAlerts(): void {
    this.alertTally.settle();
  }

  private endPart(): void {
    const part: EventPart = { columns: this.columns, ...this.fast.takeTexts(), ...this.options.interner.takeNew() };
    if (this.options.isWatched) this.summary.add(part);
    this.options.diagnosis?.feed(part, this.now);
    this.parts.push(part);
    this.columns = this.options.columns();
    this.rawBytes = 0;
  }

  private readonly lookup = {
    subject: (id: number) => this.options.interner.subjectById(id),
    kind: (id: number) => this.options.interner.kindById(id),
    sourceName: (id: number) => this.sourceNames.get(id) ?? '',
  };

  /** Notes that a gateway is alive, how far off its clock is, and by an event of the catalogue which HA member has the tunnels. */
  private noteLife(
    { gateway, member }: Sender,
    source: SourceRecord,
    { isReadOnce }: SourceReading,
    times: LineTimes | undefined,
    isKnownEvent = false,
  ): void {
    const skewMs = times === undefined ? undefined : liveSkew(times, source, this.now);
    this.options.lives.note(gateway, member, this.now, isReadOnce === true ? null : source.id, skewMs);
    if (!isKnownEvent || member === undefined || times === undefined || isReadOnce === true) return;
    this.options.lives.noteEvent(member, liveTime(times, this.now));
  }
}
