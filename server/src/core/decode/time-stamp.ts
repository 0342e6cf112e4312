import { type LocalTime, utcTime, type ZoneReader } from './clock-zone.js';

/** What reading a stamp needs to know where it does not say all itself. */
export interface StampContext {
  /** When the line arrived, epoch ms. */
  arrivedAt: number;
  /** The time that stamps without a year, or of an hour that exists twice, should lie nearest to, epoch ms. */
  near: number;
  /** How stamps without a zone are read. */
  zone: ZoneReader;
}

/** A stamp found in a line: its time, and where the text goes on behind it. */
export interface Stamp {
  time: number;
  end: number;
}

const ISO = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/y;
const BSD = /([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?: (\d{4})(?= |$))?/y;
const MONTHS: ReadonlyMap<string, number> = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, at) => [
    name,
    at + 1,
  ]),
);

/** The number of a month by its English short name, 1 to 12. */
export function readMonth(name: string): number | undefined {
  return MONTHS.get(name);
}

/** An ISO 8601 stamp at `at`; without an offset it is read by the context's zone. Undefined when none stands there. */
export function readIsoStamp(line: string, at: number, { zone, near }: StampContext): Stamp | undefined {
  ISO.lastIndex = at;
  const match = ISO.exec(line);
  if (match === null) return undefined;
  const local = localTime(Number(match[1]), Number(match[2]), match, 3);
  const offset = match[8];
  const time = offset === undefined ? zone(local, near) : utcTime(local);
  if (time === undefined) return undefined;
  return { time: offset === undefined ? time : time - offsetMs(offset), end: ISO.lastIndex };
}

/**
 * A BSD stamp (`Feb 10 17:37:13`, RFC 3164 section 4.1.2, also with a year in the middle or at the end) at `at`.
 * Without a year the one is taken that puts the time nearest to `near`, and never more than a day beyond the arrival.
 */
export function readBsdStamp(line: string, at: number, context: StampContext): Stamp | undefined {
  const { zone, near, arrivedAt } = context;
  BSD.lastIndex = at;
  const match = BSD.exec(line);
  const month = match === null ? undefined : readMonth(match[1] ?? '');
  if (match === null || month === undefined) return undefined;
  const year = match[3] ?? match[8];
  const end = BSD.lastIndex;
  const inYear = (value: number) =>
    zone(localTime(value, month, [match[2], match[4], match[5], match[6], match[7]], 0), near);
  const time = year === undefined ? nearestYear(inYear, near, arrivedAt) : inYear(Number(year));
  return time === undefined ? undefined : { time, end };
}

/** A clock may run ahead by hours, and a zone be set wrong; a log from further in the future does not exist. */
const MAX_AHEAD_MS = 86_400_000;
/** A time no further away than this is the nearest one: years are 365 days apart and more. */
const SURELY_NEAREST_MS = 182 * 86_400_000;
/** 29 February comes every four years, and after eight around a year such as 2100. */
const MAX_YEARS = 8;

/**
 * The time in the year that puts it nearest to `near`, and no more than a day beyond the arrival (both epoch ms), so that
 * no stamp lands months in the future. Undefined when no year around has such a day.
 */
export function nearestYear(
  inYear: (year: number) => number | undefined,
  near: number,
  arrivedAt: number,
): number | undefined {
  const latest = arrivedAt + MAX_AHEAD_MS;
  const anchor = Math.min(near, latest);
  const middle = new Date(anchor).getUTCFullYear();
  const usual = inYear(middle);
  if (usual !== undefined && usual <= latest && Math.abs(usual - anchor) <= SURELY_NEAREST_MS) return usual;
  let best: number | undefined;
  for (let year = middle + MAX_YEARS; year >= middle - MAX_YEARS; year--) {
    const time = inYear(year);
    if (time === undefined || time > latest) continue;
    if (best !== undefined && Math.abs(time - anchor) >= Math.abs(best - anchor)) break;
    best = time;
  }
  return best;
}

/** Reads day, hour, minute, second and fraction from five groups beginning at `first`. */
function localTime(year: number, month: number, groups: readonly (string | undefined)[], first: number): LocalTime {
  return {
    year,
    month,
    day: Number(groups[first]),
    hour: Number(groups[first + 1]),
    minute: Number(groups[first + 2]),
    second: Number(groups[first + 3]),
    millisecond: Number((groups[first + 4] ?? '0').padEnd(3, '0').slice(0, 3)),
  };
}

/** Milliseconds of an offset from UTC, as in Z, +01:00 or -0330. */
export function offsetMs(text: string): number {
  if (text === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  return sign * (Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))) * 60_000;
}
