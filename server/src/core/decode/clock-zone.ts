import { IANAZone, SystemZone } from 'luxon';

/** Fields of a stamp without a zone; month 1 to 12. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/**
 * Turns a stamp without a zone into epoch milliseconds; undefined when there is no such day or hour of the clock. Of the
 * two times that an hour which exists twice may mean, the one nearer to `near` (epoch ms) is taken, or the first.
 */
export interface ZoneReader {
  (local: LocalTime, near: number): number | undefined;
  /** The IANA name of the zone. */
  readonly zoneName: string;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The stamp read as UTC. A leap second (60) counts as the first second of the next minute. */
export const utcTime: ZoneReader = Object.assign(
  (local: LocalTime): number | undefined => {
    if (!isPossible(local)) return undefined;
    return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second, local.millisecond);
  },
  { zoneName: 'UTC' },
);

function isPossible(local: LocalTime): boolean {
  const mostDays = DAYS[local.month - 1];
  if (mostDays === undefined || local.day < 1 || local.day > mostDays) return false;
  if (local.month === 2 && local.day === 29 && !isLeapYear(local.year)) return false;
  return local.hour <= 23 && local.minute <= 59 && local.second <= 60;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

const QUARTER_MS = 15 * 60_000;

/**
 * A reader for stamps of an IANA zone, or of the server's own zone for `system`. Where clocks are set back an hour exists
 * twice: the one nearer to what is known (the line before, or the arrival) is taken. An hour that is skipped is read with
 * the offset before the change, which moves it forward: 02:30 becomes 03:30.
 * @throws RangeError for a zone that does not exist.
 */
export function zoneReader(zone: string): ZoneReader {
  if (zone === 'UTC') return utcTime;
  if (zone !== 'system' && !IANAZone.isValidZone(zone)) throw new RangeError(`unknown time zone ${zone}`);
  // Zones change their offset on quarters of an hour, and log lines come nearly in order: one cached quarter answers almost all.
  let cachedQuarter = Number.NaN;
  let cached: Offsets = { first: 0, second: 0 };
  const read = (local: LocalTime, near: number) => {
    const asUtc = utcTime(local, near);
    if (asUtc === undefined) return undefined;
    const quarter = Math.floor(asUtc / QUARTER_MS);
    if (quarter !== cachedQuarter) {
      cached = offsetsAt(zone, quarter * QUARTER_MS);
      cachedQuarter = quarter;
    }
    const first = asUtc - cached.first;
    if (cached.second === cached.first) return first;
    const second = asUtc - cached.second;
    return Math.abs(second - near) < Math.abs(first - near) ? second : first;
  };
  return Object.assign(read, { zoneName: zone === 'system' ? SystemZone.instance.name : zone });
}

/** Longer than any zone is away from UTC. */
const FAR_MS = 15 * 3_600_000;

/** Offsets from UTC, milliseconds, that a wall clock may have; they differ only in an hour that exists twice. */
interface Offsets {
  first: number;
  second: number;
}

/**
 * The offsets with which the clock of `zone` shows `asUtc`; where none fits (a skipped hour), the one before the change.
 * Asked for directly, since a calendar library may begin to search at today's.
 */
function offsetsAt(zone: string, asUtc: number): Offsets {
  const clock = zone === 'system' ? SystemZone.instance : IANAZone.create(zone);
  const offset = (time: number) => clock.offset(time) * 60_000;
  const before = offset(asUtc - FAR_MS);
  const after = offset(asUtc + FAR_MS);
  const fits = (candidate: number) => offset(asUtc - candidate) === candidate;
  if (!fits(after)) return { first: before, second: before };
  return { first: fits(before) ? before : after, second: after };
}
