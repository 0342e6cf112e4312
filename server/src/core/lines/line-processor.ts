import { isStandInGateway, standInGateway, UNLISTED } from '@tunnelwatch/shared/stand-in';
import type { Subject } from '@tunnelwatch/shared/subject';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import type { GatewayNames } from '../aggregate/gateway-names.js';
import type { GatewayLives } from '../aggregate/gateway-life.js';
import type { Interner } from '../aggregate/interner.js';
import type { SourceRegistry } from '../aggregate/source-registry.js';
import {
  DOUBT,
  type SourceRecord,
  tallyEvent,
  tallyDoubt,
  tallyLine,
  tallyOther,
  tallyUnknown,
} from '../aggregate/source-tally.js';
import type { AlertTally } from '../alert/registry/alert-tally.js';
import type { Catalogue } from '../classify/catalogue.js';
import {
  type Classified,
  type ClassifiedEvent,
  classifyLine,
  type OtherEvent,
  otherEvent,
} from '../classify/classify-line.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import { readContainerPart } from '../decode/container-parts.js';
import { decodeLine } from '../decode/decode-line.js';
import type { DecodedLine, DecodedMessage, RepeatedLine } from '../decode/decoded-line.js';
import { lineText } from '../decode/line-text.js';
import type { LineTemplate } from '../decode/template/template-tree.js';
import type { EventColumns } from '../events/event-columns.js';
import type { EventPart } from '../events/event-part.js';
import type { LineSender } from '../senders/sender-record.js';
import type { Senders } from '../senders/senders.js';
import { doubtOf, type EventEntry, FastPath, type Lesson, type Sender } from './fast-path.js';
import { correctZone, liveSkew, liveTime } from './live-skew.js';
import type { LineOrigin } from './line-origin.js';
import { bindToSender } from './sender-binding.js';
import type { LineMoment, LineTimes } from './template-times.js';

export interface LineProcessorParts {
  catalogue: Catalogue;
  interner: Interner;
  sources: SourceRegistry;
  lives: GatewayLives;
  names: GatewayNames;
  alertTally: AlertTally;
  senders: Senders;
  /** Whether the inventory has a gateway, or names a tunnel or interface of it: then it is known before its first line. */
  isInInventory: (subject: Subject) => boolean;
  /** True to store messages of other categories too; they are counted as other all the same. */
  storeOther: boolean;
  /** Gives empty columns to fill; they leave with the part that they are in. */
  columns: () => EventColumns;
  /** The most subjects that are remembered by what names them in a line; a usual number by default. */
  mostSubjects?: number | undefined;
  /** The columns are full: the part must be taken before the next line. */
  onFull: () => void;
}

/** The receiver's time of a line, epoch ms; the gateway's own where it came straight from there. */
function receiversTime({ time, receivedTime, skewMs }: LineTimes): number {
  return skewMs === undefined ? time : receivedTime;
}

/** A line with its times corrected; the line itself where there is nothing to correct. */
function inZone(line: DecodedLine, offsetMs: number): DecodedLine {
  return line.kind === 'message' && offsetMs !== 0 ? correctZone({ ...line }, offsetMs) : line;
}

/** Bytes in which a container's header ends. */
const MAX_PART_HEAD = 120;
/** Bytes of the parts of one line; what is longer is taken as it is by then. */
const MAX_HELD_BYTES = 65_536;
/** Bytes of the newest line that are kept; a longer one is not known when it is repeated. */
const KEPT_BYTES = 1024;
/** A line of a file that changed so recently was written just now, and shows the gateway's clock. */
const LIVE_MS = 10_000;

/** The newest line of a source, and the one before it where it lies in the same buffers. */
interface NewestLine {
  source: SourceRecord;
  buffer: Buffer;
  start: number;
  end: number;
  before: Buffer | undefined;
  beforeStart: number;
  beforeEnd: number;
}

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
}

/**
 * Turns lines into events in columns, and counts each line into its source, its gateway's signs of life and the alerts of
 * its message. Pure: the same lines with the same arrival times give the same columns and counts.
 */
export class LineProcessor {
  private readonly fast: FastPath;
  /** The newest line of each source that took the fast path; it becomes text once a batch. */
  private readonly newestLines = new Map<SourceRecord, Buffer>();
  private newest: NewestLine | undefined;
  private columns: EventColumns;
  private rawBytes = 0;
  private lines = 0;
  private arrivedAt = 0;
  /** Of the line that is being taken; one object, for this runs for every line. */
  private readonly moment: LineMoment = { arrivedAt: 0, near: 0, before: 0 };
  private sender: LineSender | undefined;

  constructor(private readonly parts: LineProcessorParts) {
    const { interner, storeOther, columns } = parts;
    const nameTunnel = (gateway: string, matchkey: string) => {
      const named: Subject = { kind: 'tunnel', gateway, matchkey };
      const subject = this.withinBudget(named, this.sender);
      return { id: interner.subjectId(subject), isItsOwn: subject === named };
    };
    const { lives, names } = parts;
    const options = {
      storesOther: storeOther,
      nameTunnel,
      isInUse: (subjectId: number) => interner.isInUse(subjectId),
      isKnownGateway: (gateway: string) => lives.has(gateway) || names.find(gateway).isKnown,
    };
    this.fast = new FastPath(options, parts.mostSubjects);
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
   * another source, or `settle`.
   * @param near time that stamps without a year lie near to, epoch ms
   */
  line(origin: LineOrigin, buffer: Buffer, start: number, end: number, isCut: boolean, near: number): void {
    this.lines += 1;
    if (!this.columns.hasRoom || this.rawBytes > MAX_RAW_BYTES) this.parts.onFull();
    const { source } = origin;
    this.noteLine(source, buffer, start, end);
    const { fast, moment } = this;
    this.sender = origin.sender;
    moment.arrivedAt = this.arrivedAt;
    moment.near = near;
    // For a line that is read late, its neighbours are the nearest that is known.
    moment.before = Math.abs(this.arrivedAt - near) <= DAY_MS ? near : (origin.lastTime ?? this.arrivedAt);
    // Behind an open part, a line may be the rest of it.
    const isWhole = !isCut && source.openParts === null;
    const recipe =
      isWhole && origin.format === undefined ? fast.take(buffer, start, end, origin.recipes, moment) : undefined;
    if (recipe !== undefined && recipe.doubt !== DOUBT.none) this.noteDoubt(recipe.doubt, origin, buffer, start, end);
    if (recipe === undefined) this.takeParts({ origin, buffer, start, end, isCut });
    else if (recipe.kind === 'event') {
      const offsetMs = this.parts.lives.zoneOffsetOf(recipe.gateway, origin.zone.zoneName);
      if (offsetMs !== 0) correctZone(fast.times, offsetMs);
      this.noteLife(recipe, origin, fast.times, offsetMs, recipe.unknownId === undefined);
      this.takeKnown(recipe, origin, buffer, start, end);
    } else {
      this.noteLife(recipe, origin, undefined, 0);
      tallyOther(source, recipe.category, this.arrivedAt);
    }
  }

  /** Subjects were let go of, by their numbers, or gateways forgotten. */
  forget(subjectIds: ReadonlySet<number>): void {
    this.fast.forget(subjectIds);
  }

  /** Lets go of the buffers that lines stood in. */
  settle(): void {
    if (this.newest === undefined) return;
    const { source, buffer, start, end } = this.newest;
    this.newestLines.set(source, Buffer.from(buffer.subarray(start, Math.min(end, start + KEPT_BYTES))));
    this.newest = undefined;
  }

  /** The events taken since the last call; undefined when there are none. */
  takePart(): EventPart | undefined {
    if (this.columns.count === 0) return undefined;
    const { shapes, words } = this.fast.takeTexts(this.arrivedAt);
    const { subjects, kinds } = this.parts.interner.takeNew();
    const part: EventPart = { columns: this.columns, shapes, words, subjects, kinds };
    this.columns = this.parts.columns();
    this.rawBytes = 0;
    return part;
  }

  /** Ends a batch: the newest line of each source becomes text. Gives the number of lines taken since the last call. */
  drainLines(): number {
    this.settle();
    for (const [source, line] of this.newestLines) source.lastLine = lineText(line);
    this.newestLines.clear();
    const { lines } = this;
    this.lines = 0;
    return lines;
  }

  private noteDoubt(doubt: number, origin: LineOrigin, buffer: Buffer, start: number, end: number): void {
    // A hint from the configuration, or from the sender's address, is as good as a name in the line.
    const real = origin.isHintGuessed ? doubt : doubt & (DOUBT.time | DOUBT.claim);
    if (real === DOUBT.none) return;
    tallyDoubt(origin.source, real, this.arrivedAt, () => buffer.toString('latin1', start, end));
  }

  private noteLine(source: SourceRecord, buffer: Buffer, start: number, end: number): void {
    const { newest } = this;
    if (newest?.source !== source) {
      this.settle();
      this.parts.sources.markChanged(source);
      this.newest = { source, buffer, start, end, before: undefined, beforeStart: 0, beforeEnd: 0 };
      return;
    }
    newest.before = newest.buffer;
    newest.beforeStart = newest.start;
    newest.beforeEnd = newest.end;
    newest.buffer = buffer;
    newest.start = start;
    newest.end = end;
  }

  /** What a line says. Of a note that the line before was repeated it is that line's message, so many times. */
  private decode(text: string, origin: LineOrigin): DecodedLine {
    const { zone, gatewayHint, format } = origin;
    const decoded = decodeLine(text, { ...this.moment, zone, gatewayHint, format });
    const line = decoded.kind === 'repeated' ? (this.repeatedMessage(decoded, origin) ?? decoded) : decoded;
    if (line.kind !== 'message') return line;
    this.nameGateway(line, origin);
    const { listener } = origin.source;
    if (line.claims !== undefined && listener !== null) {
      listener.lastClaim = { sender: line.gateway, gateway: line.claims };
    }
    return line;
  }

  /**
   * Gives a line the one name of its gateway. One that nobody has heard of counts against the budget of its sender, and
   * beyond it stands under the sender's name: nothing is kept for the name itself [TAIL-50].
   */
  private nameGateway(line: DecodedMessage, { binding, sender }: LineOrigin): void {
    const { names, lives, senders, isInInventory } = this.parts;
    const written = line.gateway;
    const found = sender === undefined ? undefined : names.find(written);
    const isKnown = found?.isKnown !== false;
    const named = found === undefined || isKnown ? names.of(written) : found.gateway;
    line.gateway = named;
    if (binding !== undefined) bindToSender(line, binding);
    const { gateway } = line;
    if (isKnown && gateway === named) return;
    const isHeardOf = lives.has(gateway) || isInInventory({ kind: 'gateway', gateway });
    const refusedTo =
      isHeardOf || sender === undefined ? undefined : senders.refuse(sender, 'gateways', gateway, this.arrivedAt);
    if (refusedTo !== undefined) {
      line.gateway = standInGateway(refusedTo);
      line.member = undefined;
    } else if (gateway === named) names.of(written);
  }

  /**
   * The subject that an event counts under: its own, or one that stands in for what its sender may not name any more. A
   * stand-in for gateways has no tunnels: those of different gateways would be mixed up.
   */
  private withinBudget(subject: Subject, sender: LineSender | undefined): Subject {
    const { gateway } = subject;
    if (isStandInGateway(gateway)) return { kind: 'gateway', gateway };
    if (sender === undefined || subject.kind === 'gateway') return subject;
    const { interner, senders, isInInventory } = this.parts;
    if (interner.has(subject) || isInInventory(subject)) return subject;
    const name = subject.kind === 'tunnel' ? subject.matchkey : subject.iface;
    const isRefused = senders.refuse(sender, 'tunnels', `${gateway} ${name}`, this.arrivedAt) !== undefined;
    return isRefused ? { kind: 'interface', gateway, iface: UNLISTED } : subject;
  }

  /**
   * The message of the line before, for a note that it was repeated; the note does not take its place, for another one may
   * follow. Undefined when that line is not known, is cut, or is another host's.
   */
  private repeatedMessage(note: RepeatedLine, origin: LineOrigin): DecodedMessage | undefined {
    const before = this.lineBefore(origin.source);
    if (before === undefined || before.length >= KEPT_BYTES) return undefined;
    const { zone, gatewayHint, format } = origin;
    const decoded = decodeLine(before, { ...this.moment, zone, gatewayHint, format });
    if (decoded.kind !== 'message') return undefined;
    const { names } = this.parts;
    const gatewayOf = (name: string) => names.lookUp(name).gateway;
    if (note.host !== undefined && gatewayOf(note.host) !== gatewayOf(decoded.gateway)) return undefined;
    // Without a stamp of its own it was written soon after that line: the file may be old.
    const time = note.time ?? decoded.time;
    return { ...decoded, repeats: note.repeats, isNote: true, time, receivedTime: this.arrivedAt, skewMs: undefined };
  }

  private lineBefore(source: SourceRecord): string | undefined {
    const { newest } = this;
    if (newest?.before !== undefined) {
      newest.buffer = newest.before;
      newest.start = newest.beforeStart;
      newest.end = newest.beforeEnd;
      return lineText(newest.buffer.subarray(newest.start, newest.end));
    }
    this.newest = undefined;
    const kept = this.newestLines.get(source);
    return kept === undefined ? (source.lastLine ?? undefined) : lineText(kept);
  }

  /** A line like ones before: only its numbers were read. */
  private takeKnown(recipe: EventEntry, origin: LineOrigin, buffer: Buffer, start: number, end: number): void {
    const { arrivedAt, columns } = this;
    const { source } = origin;
    const { times, shape, subjectId, values } = this.fast;
    tallyEvent(source, times, arrivedAt);
    if (recipe.cause !== undefined) {
      this.parts.alertTally.add(subjectId, recipe.kindId, recipe.cause, times.time, arrivedAt, origin.age);
    }
    if (recipe.unknownId !== undefined) {
      tallyUnknown(source, recipe.unknownId, arrivedAt, () => buffer.toString('latin1', start, end));
    }
    columns.addEvent(times.time, times.receivedTime, subjectId, recipe.kindId, source.id);
    if (shape !== undefined) columns.addShaped(shape, values);
    origin.lastTime = receiversTime(times);
  }

  /** A line that a container runtime cut is taken with its last part; the others are kept, and stored with the source. */
  private takeParts(line: SlowLine): void {
    const { origin, buffer, start, end } = line;
    const { source } = origin;
    const part = readContainerPart(buffer.toString('latin1', start, Math.min(end, start + MAX_PART_HEAD)));
    const before = part === undefined ? undefined : source.openParts?.[part.stream];
    if (part === undefined || (part.isLast && before === undefined)) {
      this.takeSlowly(line);
      return;
    }
    const held = (before ?? '') + buffer.toString('latin1', start, end);
    const isOpen = !part.isLast && held.length <= MAX_HELD_BYTES;
    const { [part.stream]: _done, ...others } = source.openParts ?? {};
    if (isOpen) others[part.stream] = `${held}\n`;
    source.openParts = Object.keys(others).length === 0 ? null : others;
    if (isOpen) return;
    const whole = Buffer.from(held, 'latin1');
    this.takeSlowly({ ...line, buffer: whole, start: 0, end: whole.length });
  }

  private takeSlowly({ origin, buffer, start, end, isCut }: SlowLine): void {
    const { arrivedAt, fast, moment } = this;
    const { source, zone, format, recipes } = origin;
    const { catalogue } = this.parts;
    const line = buffer.subarray(start, end);
    const text = lineText(line);
    const read = this.decode(text, origin);
    const offsetMs = this.zoneOffsetOf(read, zone);
    const decoded = inZone(read, offsetMs);
    const became = classifyLine(decoded, catalogue);
    tallyLine(source, text, isCut, became, arrivedAt);
    if (decoded.kind === 'message') this.noteDoubt(doubtOf(decoded), origin, buffer, start, end);
    const isStandIn = decoded.kind === 'message' && isStandInGateway(decoded.gateway);
    const shape = isCut ? undefined : this.shapeFor({ origin, buffer, start, end }, isStandIn);
    const { ids, isItsOwn } = this.keepEvent(became, decoded, { origin, line, shape });
    // A line outside ASCII is UTF-8 to decoding and bytes to shapes: not worth a rule of its own. Whether a pattern matches may
    // depend on any value of a line, so a source with a pattern teaches nothing. What stands in for a name is of one sender alone.
    const isTeaching = shape !== undefined && isItsOwn && !isStandIn && format === undefined && !NON_ASCII.test(text);
    const lesson = { text, gatewayHint: origin.gatewayHint, decoded: read, became, ids, moment, zone };
    if (isTeaching) fast.learn(shape, recipes, lesson);
    if (isStandIn) this.parts.lives.note(decoded.gateway, undefined, arrivedAt, null, undefined);
    else if (decoded.kind === 'message') {
      this.noteLife(decoded, origin, decoded, offsetMs, became.kind === 'event' && became.event.entry !== undefined);
      this.parts.lives.noteDomain(this.parts.names.domainOf(decoded.gateway));
    }
    if (became.kind === 'event') origin.lastTime = receiversTime(became.event.decoded);
  }

  /** Keeps the event that a line became, under a subject within the budget of its sender, and counts it into its alert. */
  private keepEvent(
    became: Classified,
    decoded: DecodedLine,
    { origin, line, shape }: { origin: LineOrigin; line: Buffer; shape: LineTemplate | undefined },
  ): { ids: Lesson['ids']; isItsOwn: boolean } {
    const { storeOther, alertTally } = this.parts;
    const isOther = became.kind === 'other' && storeOther && decoded.kind === 'message';
    const event = became.kind === 'event' ? became.event : isOther ? otherEvent(decoded) : undefined;
    if (event === undefined) return { ids: undefined, isItsOwn: true };
    const { subject } = event;
    event.subject = this.withinBudget(subject, origin.sender);
    const isItsOwn = event.subject === subject;
    const ids = this.addEvent(event, origin.source, line, shape);
    if (became.kind !== 'event') return { ids: undefined, isItsOwn };
    alertTally.addEvent(became.event, ids, this.arrivedAt, origin.age);
    return { ids, isItsOwn };
  }

  /** A made-up gateway makes a template of its own, and these are few: it must not displace those of others. */
  private shapeFor(line: Omit<SlowLine, 'isCut'>, isStandIn: boolean): LineTemplate | undefined {
    const { origin, buffer, start, end } = line;
    return isStandIn
      ? this.fast.knownShapeOf(buffer, start, end)
      : this.fast.shapeOf(buffer, start, end, origin.recipes);
  }

  private zoneOffsetOf(line: DecodedLine, zone: ZoneReader): number {
    return line.kind === 'message' ? this.parts.lives.zoneOffsetOf(line.gateway, zone.zoneName) : 0;
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
    { source, isReadOnce, zone }: LineOrigin,
    times: LineTimes | undefined,
    offsetMs: number,
    isKnownEvent = false,
  ): void {
    const { lives } = this.parts;
    const skewMs = times === undefined ? undefined : liveSkew(times, source, this.arrivedAt);
    lives.note(gateway, member, this.arrivedAt, isReadOnce ? null : source.id, skewMs);
    if (times === undefined || isReadOnce) return;
    const { arrivedAt, moment } = this;
    // A line without a stamp has the time of its arrival.
    if (times.time !== arrivedAt && Math.abs(arrivedAt - moment.near) <= LIVE_MS) {
      lives.noteOffset(times.time + offsetMs - arrivedAt, zone.zoneName, arrivedAt);
    }
    if (!isKnownEvent || member === undefined) return;
    lives.noteEvent(member, liveTime(times, this.arrivedAt));
  }
}
