import type { LocalTime, ZoneReader } from '../decode/clock-zone.js';
import { utcTime } from '../decode/clock-zone.js';
import type { DecodedMessage } from '../decode/decoded-line.js';
import type { LineTemplate } from '../decode/template/template-tree.js';
import { type Placeholder, valuesOf } from '../decode/template/placeholder.js';
import { nearestYear, readMonth, readZoneBehind, type StampContext } from '../decode/time-stamp.js';

/** When an event of a recipe happened; the fields of a decoded message of the same names. */
export interface LineTimes {
  time: number;
  receivedTime: number;
  skewMs: number | undefined;
}

/** What the times of a line follow from, besides the line. */
export type LineMoment = Required<Pick<StampContext, 'arrivedAt' | 'near'>> & { before: number };

/**
 * How the times of lines of one shape follow from their values, so that the text need not be read again. They are written
 * into an object that is used again and again; false when a stamp names an hour or day that there is not.
 */
export type TimeReader = (values: Float64Array, moment: LineMoment, into: LineTimes) => boolean;

/** Reads one stamp; undefined when there is no such hour or day. */
type StampReader = (values: Float64Array, moment: LineMoment) => number | undefined;

const BEFORE_CLOCK = /(?:^|[\s>])([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? $/;
/** The category of the message, in front of its first pair. */
const CATEGORY_IN = /[A-Z][A-Z0-9_]*:/;
const YEAR_BEHIND = /^ \d{4} /;

/**
 * The recipe for a shape, learned from one line of it that was decoded in full; undefined when the stamps stand anywhere
 * but in the usual places, or when the recipe does not give for that line what decoding gave.
 */
export function learnTimes(
  shape: LineTemplate,
  sample: { values: Float64Array; decoded: DecodedMessage; moment: LineMoment },
  zone: ZoneReader,
): TimeReader | undefined {
  const stamps = findStamps(shape, zone);
  if (stamps === undefined) return undefined;
  // The gateway's own stamp and that of the next receiver count, whatever relays further out wrote.
  const [own, next] = [...stamps.headers, ...stamps.device].reverse();
  const recipe: TimeReader = (values, moment, into) => {
    const ownTime = own?.(values, moment);
    const nextTime = next?.(values, moment);
    if ((own !== undefined && ownTime === undefined) || (next !== undefined && nextTime === undefined)) return false;
    const time = ownTime ?? moment.arrivedAt;
    into.time = time;
    into.receivedTime = nextTime ?? moment.arrivedAt;
    into.skewMs = nextTime === undefined ? undefined : time - nextTime;
    return true;
  };
  const { values, decoded, moment } = sample;
  const learned: LineTimes = { time: 0, receivedTime: 0, skewMs: undefined };
  const isRight =
    recipe(values, moment, learned) &&
    learned.time === decoded.time &&
    learned.receivedTime === decoded.receivedTime &&
    learned.skewMs === decoded.skewMs;
  return isRight ? recipe : undefined;
}

interface Stamps {
  /** Those of headers, the last receiver's first. */
  headers: StampReader[];
  /** The device's own in brackets; at most one. */
  device: StampReader[];
}

/** The stamps of all headers, and the device's own in brackets; undefined when one is written in an unusual way. */
function findStamps({ texts, slots }: LineTemplate, zone: ZoneReader): Stamps | undefined {
  const found: Stamps = { headers: [], device: [] };
  // Where pairs or an object stand around the message, their names decide which stamp counts, whatever it is cut into.
  const head = texts.join(' ').split('=')[0] ?? '';
  if (head.includes('{') || !CATEGORY_IN.test(head)) return undefined;
  let at = 0;
  let isHead = true;
  for (const [index, slot] of slots.entries()) {
    const before = texts[index] ?? '';
    const behind = texts[index + 1] ?? '';
    const value = at;
    at += valuesOf(slot);
    isHead &&= !before.includes('=');
    if (!isStamp(slot)) continue;
    // Behind an equals sign it may be the value of a pair in front of the message, or of the message.
    if (!isHead) return undefined;
    if (before.endsWith('[') && behind.startsWith(']') && slot.kind !== 'clock') {
      found.device = [stampReader(slot, value, 0, utcTime)];
      continue;
    }
    const header = headerReader(slot, value, before, behind, zone);
    if (header === undefined) return undefined;
    found.headers.push(header);
  }
  return found;
}

function isStamp({ kind }: Placeholder): boolean {
  return kind === 'stamp' || kind === 'fineStamp' || kind === 'clock';
}

function headerReader(
  slot: Placeholder,
  value: number,
  before: string,
  behind: string,
  zone: ZoneReader,
): StampReader | undefined {
  const offset = readZoneBehind(behind, 0)?.offset;
  // A clock with a zone beside it is rare: it is decoded.
  if (slot.kind === 'clock') return offset === undefined ? clockReader(value, before, behind, zone) : undefined;
  return stampReader(slot, value, offset ?? 0, offset === undefined ? zone : utcTime);
}

function stampReader(slot: Placeholder, value: number, offset: number, zone: ZoneReader): StampReader {
  const decimals = slot.kind === 'fineStamp' ? slot.width : 0;
  // The wall time in milliseconds; further decimals are cut off, as in decoding.
  const toWall =
    decimals > 3
      ? (stamp: number) => Math.floor(stamp / 10 ** (decimals - 3))
      : (stamp: number) => stamp * 10 ** (3 - decimals);
  const isUtc = zone === utcTime;
  return (values, { before }) => {
    const wall = toWall(values[value] ?? 0);
    if (isUtc) return wall - offset;
    return zone(localTimeOf(wall), before);
  };
}

function localTimeOf(wall: number): LocalTime {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
}

/** `Feb 10 17:37:13`: month and day are text of the shape, the clock is its slot. */
function clockReader(value: number, before: string, behind: string, zone: ZoneReader): StampReader | undefined {
  const match = BEFORE_CLOCK.exec(before);
  const month = match === null ? undefined : readMonth(match[1] ?? '');
  if (match === null || month === undefined || YEAR_BEHIND.test(behind) || behind.startsWith('.')) return undefined;
  const day = Number(match[2]);
  const year = match[3] === undefined ? undefined : Number(match[3]);
  return (values, { near, before, arrivedAt }) => {
    const seconds = values[value] ?? 0;
    const hour = Math.floor(seconds / 3600);
    const minute = Math.floor(seconds / 60) % 60;
    const inYear = (candidate: number) =>
      zone({ year: candidate, month, day, hour, minute, second: seconds % 60, millisecond: 0 }, before);
    return year === undefined ? nearestYear(inYear, near, arrivedAt) : inYear(year);
  };
}
