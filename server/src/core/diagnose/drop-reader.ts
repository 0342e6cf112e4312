import { MESSAGE_ID, OUTBOUND_IDS } from '@tunnelwatch/shared/message-ids';
import { utcTime } from '../decode/clock-zone.js';
import { decodeStored } from '../decode/decode-line.js';
import { lineText } from '../decode/line-text.js';
import type { LineTemplate } from '../decode/template/template-tree.js';
import { parseWholeNumber } from '../decode/whole-number.js';
import { LIVE_LIMITS } from './diagnosis-limits.js';
import { type Drop, type DropNumbers, dropNumbers } from './drop.js';
import { NO_TEMPLATE, textsOf } from '../events/event-columns.js';
import type { EventPart } from '../events/event-part.js';
import { NOWHERE, type Place, placeOf } from './number-place.js';

const HALF = 0x1_0000_0000;
/** The unit of the first of two values of a long number. */
const LONG = 1_000_000_000_000_000n;
/** Messages of which the number of the packet counts, and nothing else. */
const NUMBERED_IDS: ReadonlySet<number> = new Set([MESSAGE_ID.integrityFailed, ...OUTBOUND_IDS]);

/**
 * The numbers of a drop from its line, byte for byte; live and stored lines are read alike. The numbers of messages
 * that are about no packet mean something else and are left out.
 * @param time of the event, epoch ms
 */
export function dropNumbersOfLine(line: Buffer, time: number, messageId: number): DropNumbers {
  const isReplay = messageId === MESSAGE_ID.antiReplayFailed;
  if (!isReplay && !NUMBERED_IDS.has(messageId)) return dropNumbers(() => undefined);
  const context = { arrivedAt: time, near: time, zone: utcTime, gatewayHint: '' };
  const decoded = decodeStored(lineText(line), messageId, context);
  if (decoded.kind !== 'message') return dropNumbers(() => undefined);
  return dropNumbers((name) => {
    if (!isReplay && name !== 'seqno') return undefined;
    return parseWholeNumber(decoded.parameters.get(name) ?? '')?.toString();
  });
}

/** Where the numbers are among the values of a template; undefined when the line has to be decoded. */
interface Places {
  seqno: Place | undefined;
  base: Place | undefined;
  windowSize: Place | undefined;
}

/**
 * Reads the numbers of dropped packets from columns. Their places in a template are determined once, without rebuilding
 * lines; a line that is stored verbatim, or that writes its numbers in an unusual way, is decoded.
 */
export class DropReader {
  /** Overwritten by each call: this runs for every live event. */
  readonly drop: Drop = {
    seq: 0,
    time: 0,
    messageId: -1,
    windowSize: Number.NaN,
    seqnoHigh: Number.NaN,
    seqnoLow: Number.NaN,
    baseHigh: Number.NaN,
    baseLow: Number.NaN,
  };
  /** Cost of the last drop, in drops that are read from columns. */
  cost = 1;
  private readonly places = new WeakMap<LineTemplate, Places>();

  /** The drop of an event, in `drop`. */
  read(part: Pick<EventPart, 'columns' | 'shapes' | 'words'>, at: number, messageId: number): Drop {
    const { drop } = this;
    const { columns, shapes } = part;
    drop.time = columns.times[at] ?? 0;
    drop.messageId = messageId;
    drop.seqnoHigh = drop.seqnoLow = drop.baseHigh = drop.baseLow = drop.windowSize = Number.NaN;
    this.cost = 1;
    const isReplay = messageId === MESSAGE_ID.antiReplayFailed;
    if (!isReplay && !NUMBERED_IDS.has(messageId)) return drop;
    const index = columns.shapes[at] ?? NO_TEMPLATE;
    const shape = index === NO_TEMPLATE ? undefined : shapes[index];
    const places = shape === undefined ? undefined : this.placesOf(shape);
    const seqno = places?.seqno;
    const base = isReplay ? places?.base : NOWHERE;
    const windowSize = isReplay ? places?.windowSize : NOWHERE;
    if (seqno === undefined || base === undefined || windowSize === undefined) this.decode(part, at);
    else this.pick(columns.values, columns.starts[at] ?? 0, { seqno, base, windowSize });
    return drop;
  }

  private pick(values: Float64Array, start: number, { seqno, base, windowSize }: Record<keyof Places, Place>): void {
    const { drop } = this;
    if (seqno.at >= 0) {
      drop.seqnoHigh = highOf(values, start, seqno);
      drop.seqnoLow = lowOf(values, start, seqno);
    }
    if (base.at >= 0) {
      drop.baseHigh = highOf(values, start, base);
      drop.baseLow = lowOf(values, start, base);
    }
    const size = windowSize.at < 0 || windowSize.isLong ? 0 : (values[start + windowSize.at] ?? 0);
    if (size > 0 && size < HALF) drop.windowSize = size;
  }

  private decode(part: Pick<EventPart, 'columns' | 'shapes' | 'words'>, at: number): void {
    this.cost = LIVE_LIMITS.decodingCost;
    const { time, messageId } = this.drop;
    Object.assign(this.drop, dropNumbersOfLine(part.columns.line(at, textsOf(part)), time, messageId));
  }

  private placesOf(shape: LineTemplate): Places {
    let places = this.places.get(shape);
    if (places === undefined) {
      places = {
        seqno: placeOf(shape, 'seqno'),
        base: placeOf(shape, 'windowbase'),
        windowSize: placeOf(shape, 'windowsize'),
      };
      this.places.set(shape, places);
    }
    return places;
  }
}

function highOf(values: Float64Array, start: number, { at, isLong }: Place): number {
  const value = values[start + at] ?? 0;
  if (!isLong) return Math.floor(value / HALF);
  const high = Number(whole(value, values[start + at + 1] ?? 0) / BigInt(HALF));
  return high < HALF ? high : Number.NaN;
}

function lowOf(values: Float64Array, start: number, { at, isLong }: Place): number {
  const value = values[start + at] ?? 0;
  if (!isLong) return value % HALF;
  return Number(whole(value, values[start + at + 1] ?? 0) % BigInt(HALF));
}

function whole(value: number, rest: number): bigint {
  return BigInt(value) * LONG + BigInt(rest);
}
