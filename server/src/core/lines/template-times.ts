import type { LocalTime, ZoneReader } from '../decode/clock-zone.js';
import { utcTime } from '../decode/clock-zone.js';
import type { DecodedMessage } from '../decode/decoded-line.js';
import type { ObjectTime } from '../decode/template/marked-object.js';
import { type LineValues, markAt, MarkedText, type PlacedSlot } from '../decode/template/marked-text.js';
import type { StampPlace, TemplateOutline } from '../decode/template/template-outline.js';
import { nearestYear, readIsoStamp, readMonth, readStamp, type StampContext } from '../decode/time-stamp.js';
import { stampOf } from '../decode/unwrap/json-object.js';

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
 * into an object that is used again and again; false when a stamp is none for these values.
 */
export type TimeReader = (values: Float64Array, moment: LineMoment, into: LineTimes) => boolean;

/** Reads one stamp; undefined when the text is none, or goes on otherwise than that of the line learned from. */
type StampReader = (values: Float64Array, moment: LineMoment) => number | undefined;

const BEFORE_CLOCK = /^([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? $/;
/** A quoted number in a header that may be seconds since 1970 is a stamp where it stands in no brackets. */
const MIN_EPOCH = 1e9;

/** What times are learned from. */
export interface TimeLesson extends LineValues {
  decoded: DecodedMessage;
  moment: LineMoment;
  zone: ZoneReader;
}

/** The recipe for a template, learned from one line of it; undefined when it does not give for that line what decoding gave. */
export function learnTimes(outline: TemplateOutline, lesson: TimeLesson): TimeReader | undefined {
  const { headers, stamps, wrapped, placed, quoted } = outline;
  const { values, decoded, moment } = lesson;
  const readers = new Map<StampPlace | ObjectTime, StampReader>();
  for (const place of wrapped === undefined ? stamps : [...stamps, wrapped]) {
    const reader = 'isNumber' in place ? valueReader(place, placed, lesson) : placeReader(place, placed, lesson);
    if (reader(values, moment) !== place.stamp.time) return undefined;
    readers.set(place, reader);
  }
  const readerOf = (place: StampPlace | ObjectTime | undefined) =>
    place === undefined ? undefined : readers.get(place);
  // The gateway's own stamp and that of the next receiver count, whatever relays further out wrote.
  const device = headers.findLast(({ isDevice }) => isDevice);
  const plain = headers.filter(({ isDevice }) => !isDevice);
  const own = readerOf(device ?? plain.at(-1) ?? wrapped);
  const nextPlace = plain.at(device === undefined ? -2 : -1);
  const next = readerOf(nextPlace ?? (device === undefined ? undefined : wrapped));
  // The others must be stamps too, or what they are made of would be read as something else.
  const others = [...readers.values()].filter((reader) => reader !== own && reader !== next);
  const recipe: TimeReader = (lineValues, lineMoment, into) => {
    for (const { at } of quoted) if ((lineValues[at] ?? 0) >= MIN_EPOCH) return false;
    for (const other of others) if (other(lineValues, lineMoment) === undefined) return false;
    const ownTime = own?.(lineValues, lineMoment);
    const nextTime = next?.(lineValues, lineMoment);
    if ((own !== undefined && ownTime === undefined) || (next !== undefined && nextTime === undefined)) return false;
    const time = ownTime ?? lineMoment.arrivedAt;
    into.time = time;
    into.receivedTime = nextTime ?? lineMoment.arrivedAt;
    into.skewMs = nextTime === undefined ? undefined : time - nextTime;
    return true;
  };
  const learned: LineTimes = { time: 0, receivedTime: 0, skewMs: undefined };
  const isRight =
    recipe(values, moment, learned) &&
    learned.time === decoded.time &&
    learned.receivedTime === decoded.receivedTime &&
    learned.skewMs === decoded.skewMs;
  return isRight ? recipe : undefined;
}

/** The usual forms are read from their values, any other one from its text. */
function placeReader(place: StampPlace, placed: readonly PlacedSlot[], lesson: TimeLesson): StampReader {
  const zone = place.isDevice ? utcTime : lesson.zone;
  const text = withoutBrackets(place.text);
  const found = { text, behind: place.behind, stamp: place.stamp, zone };
  return isoReader(found, placed, lesson.values) ?? clockReader(found, placed) ?? textReader(place, placed, lesson);
}

function withoutBrackets(text: string): string {
  return text.startsWith('[') ? text.slice(1, text.lastIndexOf(']')).trim() : text;
}

/** A stamp that is to be read from values. */
interface FoundStamp extends Pick<StampPlace, 'text' | 'behind' | 'stamp'> {
  zone: ZoneReader;
}

/** `2026-02-10T17:37:13`, with or without decimals and a zone. */
function isoReader(
  { text, stamp, zone }: FoundStamp,
  placed: readonly PlacedSlot[],
  sample: Float64Array,
): StampReader | undefined {
  const found = placed[markAt(text, 0)];
  const kind = found?.slot.kind;
  if (found === undefined || (kind !== 'stamp' && kind !== 'fineStamp')) return undefined;
  const { slot, at } = found;
  const fraction = fractionReader(text, 1, placed);
  const rest = text.slice(fraction === undefined ? 1 : 3);
  if (/[\ue000-\ue0ff]|^[.,\d]/.test(rest)) return undefined;
  const decimals = kind === 'fineStamp' ? slot.width : 0;
  const wallOf = (values: Float64Array) => {
    const value = values[at] ?? 0;
    // The wall time in milliseconds; further decimals are cut off, as in decoding.
    if (decimals > 3) return Math.floor(value / 10 ** (decimals - 3));
    return value * 10 ** (3 - decimals) + (fraction === undefined ? 0 : fraction(values));
  };
  // What says the zone is the same in all lines.
  const offset = stamp.zone === 'stamp' ? wallOf(sample) - stamp.time : 0;
  if (stamp.zone === 'stamp' || zone === utcTime) return (values) => wallOf(values) - offset;
  return (values, { before }) => zone(localTimeOf(wallOf(values)), before);
}

/** The milliseconds of decimals that stand behind a clock as a placeholder of their own. */
function fractionReader(
  text: string,
  point: number,
  placed: readonly PlacedSlot[],
): ((values: Float64Array) => number) | undefined {
  const separator = text.charAt(point);
  const found = placed[markAt(text, point + 1)];
  if (found === undefined || (separator !== '.' && separator !== ',')) return undefined;
  const { at, slot } = found;
  return (values) => {
    const value = values[at] ?? 0;
    const digits = slot.kind === 'padded' ? slot.width : digitsOf(value);
    return digits > 3 ? Math.floor(value / 10 ** (digits - 3)) : value * 10 ** (3 - digits);
  };
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
  return digits;
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

/** `Feb 10 17:37:13`: month and day are text of the template, the clock is its placeholder. */
function clockReader({ text, stamp, zone }: FoundStamp, placed: readonly PlacedSlot[]): StampReader | undefined {
  const match = BEFORE_CLOCK.exec(text.slice(0, -1));
  const found = placed[markAt(text, text.length - 1)];
  const month = match === null ? undefined : readMonth(match[1] ?? '');
  if (match === null || month === undefined || found?.slot.kind !== 'clock' || stamp.zone !== 'source')
    return undefined;
  const { at } = found;
  const day = Number(match[2]);
  const year = match[3] === undefined ? undefined : Number(match[3]);
  return (values, { near, before, arrivedAt }) => {
    const seconds = values[at] ?? 0;
    const hour = Math.floor(seconds / 3600);
    const minute = Math.floor(seconds / 60) % 60;
    const inYear = (candidate: number) =>
      zone({ year: candidate, month, day, hour, minute, second: seconds % 60, millisecond: 0 }, before);
    return year === undefined ? nearestYear(inYear, near, arrivedAt) : inYear(year);
  };
}

/** Any other stamp: its text is put together and read as in decoding. It must end where that of the line learned from did. */
function textReader(
  { text, behind, isDevice }: StampPlace,
  placed: readonly PlacedSlot[],
  { zone, text: textOf }: TimeLesson,
): StampReader {
  const bare = withoutBrackets(text);
  const stamp = new MarkedText(bare, placed);
  // Within brackets nothing follows.
  const rest = new MarkedText(bare === text ? behind : '', placed);
  return (values, { near, before, arrivedAt }) => {
    const line = { values, text: textOf };
    const written = stamp.fill(line);
    const read = isDevice
      ? readIsoStamp(written, 0, { zone: utcTime, near: 0, arrivedAt: 0 })
      : readStamp(written + rest.fill(line), 0, { zone, near, before, arrivedAt });
    return read?.end === written.length ? read.time : undefined;
  };
}

/** What an object says: a text, or a count since 1970. */
function valueReader(
  { value, isNumber, stamp }: ObjectTime,
  placed: readonly PlacedSlot[],
  { zone, text, values: sample }: TimeLesson,
): StampReader {
  const usual = isNumber ? undefined : isoReader({ text: value, behind: '', stamp, zone }, placed, sample);
  if (usual !== undefined) return usual;
  const written = new MarkedText(value, placed);
  return (values, { near, before, arrivedAt }) => {
    const filled = written.fill({ values, text });
    return stampOf(isNumber ? Number(filled) : filled, { zone, near, before, arrivedAt })?.time;
  };
}
