import type { GatewayLives } from '../aggregate/gateway-life.js';
import type { Interner } from '../aggregate/interner.js';
import type { SourceRegistry } from '../aggregate/source-registry.js';
import {
  DOUBT,
  sampleOf,
  type SourceRecord,
  tallyEvent,
  tallyDoubt,
  tallyLine,
  tallyOther,
  tallyUnknown,
} from '../aggregate/source-tally.js';
import type { AlertTally } from '../alert/registry/alert-tally.js';
import type { Catalogue } from '../classify/catalogue.js';
import { type ClassifiedEvent, classifyLine, type OtherEvent, otherEvent } from '../classify/classify-line.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import { decodeLine } from '../decode/decode-line.js';
import { lineText } from '../decode/line-text.js';
import type { LineTemplate } from '../decode/template/template-tree.js';
import type { EventColumns } from '../events/event-columns.js';
import type { EventPart } from '../events/event-part.js';
import { doubtOf, type EventEntry, FastPath, type TemplateCache, type Sender } from './fast-path.js';
import { liveSkew, liveTime } from './live-skew.js';
import type { LineTimes } from './template-times.js';

/** Where lines come from, and how they are read. */
export interface LineOrigin {
  source: SourceRecord;
  zone: ZoneReader;
  /** Gateway of lines that name none. */
  gatewayHint: string;
  /** What its lines have taught; begins empty. */
  recipes: TemplateCache;
  /** True where the hint is only a guess, such as the name of a file: lines that name none are counted as such. */
  isHintGuessed: boolean;
  /** True for a file that is read once: its lines are no signs of life of their gateways. */
  isReadOnce: boolean;
}

export interface LineProcessorParts {
  catalogue: Catalogue;
  interner: Interner;
  sources: SourceRegistry;
  lives: GatewayLives;
  alertTally: AlertTally;
  /** True to store messages of other categories too; they are counted as other all the same. */
  storeOther: boolean;
  /** Gives empty columns to fill; they leave with the part that they are in. */
  columns: () => EventColumns;
  /** The columns are full: the part must be taken before the next line. */
  onFull: () => void;
}

/** Bytes that are enough for a sample of a line. */
const SAMPLED_BYTES = 1024;
/** Bytes of lines kept as they are that one part holds at most. */
const MAX_RAW_BYTES = 8 * 1024 * 1024;

// eslint-disable-next-line no-control-regex -- the test is for characters outside ASCII
const NON_ASCII = /[^\x00-\x7f]/;

interface SlowLine {
  origin: LineOrigin;
  buffer: Buffer;
  start: number;
  end: number;
  isCut: boolean;
  near: number;
}

/**
 * Turns lines into events in columns, and counts each line into its source, its gateway's signs of life and the alerts of
 * its message. Pure: the same lines with the same arrival times give the same columns and counts.
 */
export class LineProcessor {
  private readonly fast: FastPath;
  /** The newest line of each source that took the fast path; it becomes text once a batch. */
  private readonly newestLines = new Map<SourceRecord, Buffer>();
  private newest: { source: SourceRecord; buffer: Buffer; start: number; end: number } | undefined;
  private columns: EventColumns;
  private rawBytes = 0;
  private lines = 0;
  private arrivedAt = 0;

  constructor(private readonly parts: LineProcessorParts) {
    const { interner, storeOther, columns } = parts;
    const tunnelId = (gateway: string, matchkey: string) => interner.subjectId({ kind: 'tunnel', gateway, matchkey });
    this.fast = new FastPath({ storesOther: storeOther, tunnelId });
    this.columns = columns();
  }

  /** Lines taken since `drainLines`. */
  get pendingLines(): number {
    return this.lines;
  }

  /** When the newest lines arrived, epoch ms. */
  get now(): number {
    return this.arrivedAt;
  }

  /** Says that the lines which follow arrived at this time, epoch ms. Call it for every chunk. */
  arrive(at: number): void {
    this.arrivedAt = at;
  }

  /**
   * Takes one line, the bytes of `buffer` between `start` and `end`, which must stay as they are until the next line of
   * another source, or `settle`. Returns the receiver's time of the event that it became, if any: a gateway's own clock
   * may be years off and says nothing about the stamps of the lines behind it.
   * @param near time that stamps without a year lie near to, epoch ms
   */
  line(
    origin: LineOrigin,
    buffer: Buffer,
    start: number,
    end: number,
    isCut: boolean,
    near: number,
  ): number | undefined {
    this.lines += 1;
    if (!this.columns.hasRoom || this.rawBytes > MAX_RAW_BYTES) this.parts.onFull();
    const { source } = origin;
    this.noteLine(source, buffer, start, end);
    const { fast } = this;
    const recipe = isCut ? undefined : fast.take(buffer, start, end, origin.recipes, near, this.arrivedAt);
    if (recipe === undefined) return this.takeSlowly({ origin, buffer, start, end, isCut, near });
    if (recipe.doubt !== DOUBT.none) this.noteDoubt(recipe.doubt, origin, buffer, start, end);
    if (recipe.kind === 'event') {
      this.noteLife(recipe, origin, fast.times, recipe.unknownId === undefined);
      return this.takeKnown(recipe, source, buffer, start, end);
    }
    if (recipe.sender !== undefined) this.noteLife(recipe.sender, origin, undefined);
    tallyOther(source, recipe.category, this.arrivedAt);
    return undefined;
  }

  /** Lets go of the buffers that lines stood in. */
  settle(): void {
    if (this.newest === undefined) return;
    const { source, buffer, start, end } = this.newest;
    this.newestLines.set(source, Buffer.from(buffer.subarray(start, Math.min(end, start + SAMPLED_BYTES))));
    this.newest = undefined;
  }

  /** The events taken since the last call; undefined when there are none. */
  takePart(): EventPart | undefined {
    if (this.columns.count === 0) return undefined;
    const { shapes, words } = this.fast.takeTexts();
    const { subjects, kinds } = this.parts.interner.takeNew();
    const part: EventPart = { columns: this.columns, shapes, words, subjects, kinds };
    this.columns = this.parts.columns();
    this.rawBytes = 0;
    return part;
  }

  /** Ends a batch: the newest line of each source becomes text. Gives the number of lines taken since the last call. */
  drainLines(): number {
    this.settle();
    for (const [source, line] of this.newestLines) source.lastLine = sampleOf(lineText(line));
    this.newestLines.clear();
    const { lines } = this;
    this.lines = 0;
    return lines;
  }

  private noteDoubt(doubt: number, origin: LineOrigin, buffer: Buffer, start: number, end: number): void {
    // A hint from the configuration, or from the sender's address, is as good as a name in the line.
    const real = origin.isHintGuessed ? doubt : doubt & DOUBT.time;
    if (real === DOUBT.none) return;
    tallyDoubt(origin.source, real, this.arrivedAt, () => buffer.toString('latin1', start, end));
  }

  private noteLine(source: SourceRecord, buffer: Buffer, start: number, end: number): void {
    if (this.newest?.source !== source) {
      this.settle();
      this.parts.sources.markChanged(source);
      this.newest = { source, buffer, start, end };
      return;
    }
    this.newest.buffer = buffer;
    this.newest.start = start;
    this.newest.end = end;
  }

  /** A line like ones before: only its numbers were read. */
  private takeKnown(recipe: EventEntry, source: SourceRecord, buffer: Buffer, start: number, end: number): number {
    const { arrivedAt, columns } = this;
    const { times, shape, subjectId, values } = this.fast;
    tallyEvent(source, times, arrivedAt);
    if (recipe.cause !== undefined) {
      this.parts.alertTally.add(subjectId, recipe.kindId, recipe.cause, times.time, arrivedAt);
    }
    if (recipe.unknownId !== undefined) {
      tallyUnknown(source, recipe.unknownId, arrivedAt, () => buffer.toString('latin1', start, end));
    }
    columns.addEvent(times.time, times.receivedTime, subjectId, recipe.kindId, source.id);
    if (shape !== undefined) columns.addShaped(shape, values);
    return times.skewMs === undefined ? times.time : times.receivedTime;
  }

  private takeSlowly({ origin, buffer, start, end, isCut, near }: SlowLine): number | undefined {
    const { arrivedAt, fast } = this;
    const { source, zone, gatewayHint, recipes } = origin;
    const { storeOther, catalogue, alertTally } = this.parts;
    const line = buffer.subarray(start, end);
    const text = lineText(line);
    const decoded = decodeLine(text, { arrivedAt, near, zone, gatewayHint });
    const became = classifyLine(decoded, catalogue);
    tallyLine(source, text, isCut, became, arrivedAt);
    if (decoded.kind === 'message') this.noteDoubt(doubtOf(decoded), origin, buffer, start, end);
    const shape = isCut ? undefined : fast.shapeOf(buffer, start, end);
    let ids: { subjectId: number; kindId: number } | undefined;
    if (became.kind === 'event') {
      ids = this.addEvent(became.event, source, line, shape);
      alertTally.addEvent(became.event, ids, arrivedAt);
    } else if (became.kind === 'other' && storeOther && decoded.kind === 'message') {
      this.addEvent(otherEvent(decoded), source, line, shape);
    }
    // A line outside ASCII is UTF-8 to decoding and bytes to shapes: not worth a rule of its own.
    const lesson = { decoded, became, ids, near, arrivedAt, zone };
    const recipe = shape === undefined || NON_ASCII.test(text) ? undefined : fast.learn(shape, recipes, lesson);
    // Lines whose sender the fast path cannot tell are no signs of life on either path, or their gaps would be wrong.
    const isAnonymous = recipe?.kind === 'other' && recipe.sender === undefined;
    const isKnown = became.kind === 'event' && became.event.entry !== undefined;
    if (decoded.kind === 'message' && !isAnonymous) this.noteLife(decoded, origin, decoded, isKnown);
    if (became.kind !== 'event') return undefined;
    const { time, receivedTime, skewMs } = became.event.decoded;
    return skewMs === undefined ? time : receivedTime;
  }

  private addEvent(
    event: ClassifiedEvent | OtherEvent,
    source: SourceRecord,
    line: Buffer,
    shape: LineTemplate | undefined,
  ): { subjectId: number; kindId: number } {
    const { interner } = this.parts;
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

  /** Notes that a gateway is alive, how far off its clock is, and by an event of the catalogue which HA member has the tunnels. */
  private noteLife(
    { gateway, member }: Sender,
    { source, isReadOnce }: LineOrigin,
    times: LineTimes | undefined,
    isKnownEvent = false,
  ): void {
    const { lives } = this.parts;
    const skewMs = times === undefined ? undefined : liveSkew(times, source, this.arrivedAt);
    lives.note(gateway, member, this.arrivedAt, isReadOnce ? null : source.id, skewMs);
    if (!isKnownEvent || member === undefined || times === undefined || isReadOnce) return;
    lives.noteEvent(member, liveTime(times, this.arrivedAt));
  }
}
