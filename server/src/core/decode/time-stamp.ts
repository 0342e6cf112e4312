import { type LocalTime, utcTime, type ZoneReader } from './clock-zone.js';

/** What reading a stamp needs to know where it does not say all itself. */
export interface StampContext {
  /** When the line arrived, epoch ms. */
  arrivedAt: number;
  /** The time that stamps without a year should lie nearest to, epoch ms. */
  near: number;
  /**
   * The time of the line before, which decides what else is ambiguous: an hour that exists twice, the order of day and month.
   * Epoch ms; `near` when it is left out.
   */
  before?: number | undefined;
  /** How stamps without a zone are read. */
  zone: ZoneReader;
}

/** A stamp found in a line: its time, and where the text goes on behind it. */
export interface Stamp {
  time: number;
  end: number;
  /** Whose zone it was read in: its own, which stands in it or beside it, or that of its source. */
  zone: 'stamp' | 'source';
  /** True when it names no year. */
  isYearAssumed: boolean;
}

const ISO =
  /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z(?![A-Za-z])|[+-]\d\d(?::?\d\d)?(?!\d))?/y;
const BSD = /([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: (\d{4})(?= |$))?/y;
/** `29-11-2026⇥06:00:00`, `11/29/2026 6:00:00 AM`, `2026/11/29, 06:00:00.123`. */
const NUMERIC =
  /(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})[T \t,;]{1,3}(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?([AaPp])\.?[Mm]\.?(?![A-Za-z]))?/y;
/** `29 Nov 2026 06:00:00` (RFC 5322), `29/Nov/2026:06:00:00`, `29-Nov-2026 06:00:00`. */
const DAY_FIRST = /(\d{1,2})[ \-/]([A-Z][a-z]{2})[ \-/](\d{4})[ :](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?/y;
/** `20261129T060000Z` (ISO 8601, basic form). */
const BASIC = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:[.,](\d{1,9}))?(Z(?![A-Za-z])|[+-]\d\d(?::?\d\d)?(?!\d))?/y;
/** Seconds since 1970, of the years 2001 to 2286, with a fraction or to the millisecond. */
const EPOCH = /([1-9]\d{9})(?:(\d{3})|\.(\d{1,9}))?(?![\w.:-])/y;
const WEEKDAY = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +/y;
/** A zone that stands apart from its stamp: ` +0100`, ` +01:00`, ` CET`, ` +0100 CET`, ` GMT+1`. */
const ZONE_BEHIND =
  / ?(?:(?:UTC|GMT)?([+-]\d\d?(?::?\d\d)?)(?: \(?[A-Z]{2,5}\)?)?|\(?(Z|[A-Z]{2,5})\)?)(?=[\s,;:|\])]|$)/y;
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

/** Abbreviations that name one offset only, hours from UTC. IST, CST, BST, AST and the like are several zones'. */
const ZONE_HOURS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Z: 0,
    UTC: 0,
    GMT: 0,
    WET: 0,
    WEST: 1,
    CET: 1,
    CEST: 2,
    EET: 2,
    EEST: 3,
    MSK: 3,
    SAST: 2,
    CAT: 2,
    EAT: 3,
    EST: -5,
    EDT: -4,
    CDT: -5,
    MST: -7,
    MDT: -6,
    PST: -8,
    PDT: -7,
    AKST: -9,
    AKDT: -8,
    HST: -10,
    NST: -3.5,
    NDT: -2.5,
    PKT: 5,
    NPT: 5.75,
    ICT: 7,
    WIB: 7,
    HKT: 8,
    SGT: 8,
    AWST: 8,
    JST: 9,
    KST: 9,
    ACST: 9.5,
    ACDT: 10.5,
    AEST: 10,
    AEDT: 11,
    NZST: 12,
    NZDT: 13,
    BRT: -3,
    ART: -3,
    CLT: -4,
    COT: -5,
    PET: -5,
    UYT: -3,
  }),
);
/** Abbreviations of several zones: which one is meant, only the source's zone can tell. */
const AMBIGUOUS_ZONES: ReadonlySet<string> = new Set(['IST', 'CST', 'BST', 'AST', 'ADT', 'GST', 'SST', 'LMT']);

/** What a stamp shows, before its zone is known. */
interface Wall {
  /** In order of likelihood, where the order of day and month is not certain. */
  readings: readonly LocalTime[];
  /** True where the year of the readings stands for any. */
  hasNoYear: boolean;
  /** The offset that is part of the stamp. */
  offset: string | undefined;
  end: number;
}

/**
 * A stamp in any form that receivers write, with the zone that stands beside it, at `at`: ISO 8601, BSD, asctime, RFC 5322,
 * numbers in any order of the date, 12-hour clocks, seconds since 1970. Undefined when none stands there.
 */
export function readStamp(line: string, at: number, context: StampContext): Stamp | undefined {
  const wall = isLetter(line, at) ? readNamedWall(line, at) : readNumberedWall(line, at);
  if (wall === undefined) return readEpoch(line, at);
  const behind = wall.offset === undefined ? readZoneBehind(line, wall.end) : undefined;
  const offset = wall.offset === undefined ? behind?.offset : offsetMs(wall.offset);
  const time = timeOf(wall, offset, context);
  if (time === undefined) return undefined;
  return { time, end: behind?.end ?? wall.end, zone: zoneOf(offset), isYearAssumed: wall.hasNoYear };
}

function zoneOf(offset: number | undefined): Stamp['zone'] {
  return offset === undefined ? 'source' : 'stamp';
}

function readEpoch(line: string, at: number): Stamp | undefined {
  EPOCH.lastIndex = at;
  const match = EPOCH.exec(line);
  if (match === null) return undefined;
  const milliseconds = (match[2] ?? match[3] ?? '0').padEnd(3, '0').slice(0, 3);
  const time = Number(match[1]) * 1000 + Number(milliseconds);
  return { time, end: EPOCH.lastIndex, zone: 'stamp', isYearAssumed: false };
}

/** A stamp that begins with a month or a day of the week. */
function readNamedWall(line: string, at: number): Wall | undefined {
  const wall = readBsdWall(line, at);
  if (wall !== undefined) return wall;
  WEEKDAY.lastIndex = at;
  if (!WEEKDAY.test(line)) return undefined;
  const behind = WEEKDAY.lastIndex;
  return isLetter(line, behind) ? readBsdWall(line, behind) : readNumberedWall(line, behind);
}

function readNumberedWall(line: string, at: number): Wall | undefined {
  return readIsoWall(line, at, ISO) ?? readNumericWall(line, at) ?? readOtherWall(line, at);
}

function isLetter(line: string, at: number): boolean {
  return line.charCodeAt(at) >= 0x41;
}

function readIsoWall(line: string, at: number, pattern: RegExp): Wall | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(line);
  if (match === null) return undefined;
  const readings = [localTime(Number(match[1]), Number(match[2]), match, 3)];
  return { readings, hasNoYear: false, offset: match[8], end: pattern.lastIndex };
}

function readBsdWall(line: string, at: number): Wall | undefined {
  BSD.lastIndex = at;
  const match = BSD.exec(line);
  const month = match === null ? undefined : readMonth(match[1] ?? '');
  if (match === null || month === undefined) return undefined;
  const year = match[3] ?? match[8];
  const readings = [localTime(Number(year ?? 0), month, [match[2], match[4], match[5], match[6], match[7]], 0)];
  return { readings, hasNoYear: year === undefined, offset: undefined, end: BSD.lastIndex };
}

function readNumericWall(line: string, at: number): Wall | undefined {
  NUMERIC.lastIndex = at;
  const match = NUMERIC.exec(line);
  if (match === null) return undefined;
  const [, first = '', separator, second = '', third = '', hour = '', minute, seconds, fraction, half] = match;
  const clock = [String(hourOf(Number(hour), half)), minute, seconds, fraction];
  const dated = (year: string, month: string, day: string) =>
    localTime(Number(year), Number(month), [day, ...clock], 0);
  const end = NUMERIC.lastIndex;
  if (first.length === 4) {
    return { readings: [dated(first, second, third)], hasNoYear: false, offset: undefined, end };
  }
  if (third.length !== 4 || first.length > 2) return undefined;
  const dayFirst = dated(third, second, first);
  const monthFirst = dated(third, first, second);
  // Slashes are mostly American, dashes and full stops never: that decides between two that are as near.
  const readings = separator === '/' ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  return { readings, hasNoYear: false, offset: undefined, end };
}

function readOtherWall(line: string, at: number): Wall | undefined {
  DAY_FIRST.lastIndex = at;
  const match = DAY_FIRST.exec(line);
  const month = match === null ? undefined : readMonth(match[2] ?? '');
  if (match === null || month === undefined) return readIsoWall(line, at, BASIC);
  const groups = [match[1], match[4], match[5], match[6], match[7]];
  const readings = [localTime(Number(match[3]), month, groups, 0)];
  return { readings, hasNoYear: false, offset: undefined, end: DAY_FIRST.lastIndex };
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** The zone beside a stamp; one that names several zones is passed over, and the source's own counts. */
export function readZoneBehind(line: string, at: number): { offset: number | undefined; end: number } | undefined {
  ZONE_BEHIND.lastIndex = at;
  const match = ZONE_BEHIND.exec(line);
  if (match === null) return undefined;
  const [, offset, name = ''] = match;
  const end = ZONE_BEHIND.lastIndex;
  if (offset !== undefined) return { offset: offsetMs(offset), end };
  const hours = ZONE_HOURS.get(name);
  if (hours === undefined && !AMBIGUOUS_ZONES.has(name)) return undefined;
  return { offset: hours === undefined ? undefined : hours * 3_600_000, end };
}

/** The time of a stamp; of several readings the one that is nearest to what is known, and not of the future. */
function timeOf(wall: Wall, offset: number | undefined, context: StampContext): number | undefined {
  const { near, arrivedAt } = context;
  const before = context.before ?? near;
  const zone = offset === undefined ? context.zone : utcTime;
  const shift = offset ?? 0;
  const [first] = wall.readings;
  if (first === undefined) return undefined;
  if (wall.hasNoYear) {
    return nearestYear((year) => shifted(zone({ ...first, year }, before), shift), near, arrivedAt);
  }
  // Nearly all stamps have one reading.
  let best = shifted(zone(first, before), shift);
  for (let index = 1; index < wall.readings.length; index++) {
    const reading = wall.readings[index];
    const time = reading === undefined ? undefined : shifted(zone(reading, before), shift);
    if (time === undefined) continue;
    if (best === undefined || distance(time, before, arrivedAt) < distance(best, before, arrivedAt)) best = time;
  }
  return best;
}

function shifted(time: number | undefined, shift: number): number | undefined {
  return time === undefined ? undefined : time - shift;
}

function distance(time: number, before: number, arrivedAt: number): number {
  return Math.abs(time - before) + (time > arrivedAt + MAX_AHEAD_MS ? FAR_FUTURE_MS : 0);
}

/** An ISO 8601 stamp at `at`; without an offset it is read by the context's zone. Undefined when none stands there. */
export function readIsoStamp(line: string, at: number, context: StampContext): Stamp | undefined {
  const wall = readIsoWall(line, at, ISO);
  return wall === undefined ? undefined : stampOf(wall, context);
}

/**
 * A BSD stamp (`Feb 10 17:37:13`, RFC 3164 section 4.1.2, also with a year in the middle or at the end) at `at`.
 * Without a year the one is taken that puts the time nearest to `near`, and never more than a day beyond the arrival.
 */
export function readBsdStamp(line: string, at: number, context: StampContext): Stamp | undefined {
  const wall = readBsdWall(line, at);
  return wall === undefined ? undefined : stampOf(wall, context);
}

function stampOf(wall: Wall, context: StampContext): Stamp | undefined {
  const offset = wall.offset === undefined ? undefined : offsetMs(wall.offset);
  const time = timeOf(wall, offset, context);
  if (time === undefined) return undefined;
  return { time, end: wall.end, zone: zoneOf(offset), isYearAssumed: wall.hasNoYear };
}

/** A clock may run ahead by hours, and a zone be set wrong; a log from further in the future does not exist. */
const MAX_AHEAD_MS = 86_400_000;
/** A reading that lies in the future is taken only when there is no other. */
const FAR_FUTURE_MS = 1e15;
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
    millisecond: milliseconds(groups[first + 4]),
  };
}

/** The first three decimals, of which some may be missing. */
function milliseconds(decimals: string | undefined): number {
  if (decimals === undefined) return 0;
  return decimals.length === 3 ? Number(decimals) : Number(decimals.padEnd(3, '0').slice(0, 3));
}

/** Milliseconds of an offset from UTC, as in Z, +01, +1, +01:00 or -0330. */
export function offsetMs(text: string): number {
  if (text === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.slice(1).replace(':', '');
  const hours = Number(digits.length > 2 ? digits.slice(0, -2) : digits);
  const minutes = digits.length > 2 ? Number(digits.slice(-2)) : 0;
  return sign * (hours * 60 + minutes) * 60_000;
}
