import { MINUTE_MS } from '@tunnelwatch/shared/time-units';

/** Offsets change on quarter hours only, so that one is looked up once for each. */
const CACHE_STEP_MS = 15 * MINUTE_MS;
const MAX_CACHED = 5000;

interface NamedZone {
  readonly format: Intl.DateTimeFormat;
  readonly offsets: Map<number, number>;
}

let zone: NamedZone | null = null;

/**
 * Shows and reads all times of the pages in a zone.
 * @param name such as `Europe/Stockholm` or `UTC`; null for the browser's own, as is one that the browser does not know
 */
export function showTimesIn(name: string | null): void {
  zone = name === null ? null : namedZone(name);
}

function namedZone(timeZone: string): NamedZone | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return { format, offsets: new Map() };
  } catch {
    // An old browser with fewer zones than the server: its own time is better than none.
    return null;
  }
}

/** What the shown zone is ahead of UTC at a time; milliseconds. */
export function zoneOffset(at: number): number {
  if (zone === null) return -new Date(at).getTimezoneOffset() * MINUTE_MS;
  const step = Math.floor(at / CACHE_STEP_MS);
  const known = zone.offsets.get(step);
  if (known !== undefined) return known;
  if (zone.offsets.size >= MAX_CACHED) zone.offsets.clear();
  const offset = offsetOf(zone.format, step * CACHE_STEP_MS);
  zone.offsets.set(step, offset);
  return offset;
}

function offsetOf(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - at;
}

/** A date whose UTC fields are the time in the shown zone. */
export function zonedDate(at: number): Date {
  return new Date(at + zoneOffset(at));
}

/** The instant at which clocks of the shown zone say what the UTC fields of `local` say. Epoch ms both. */
export function fromZoned(local: number): number {
  const guess = local - zoneOffset(local);
  return local - zoneOffset(guess);
}

/** The start of the day of a time in the shown zone, or of a day before or after it. */
export function dayStart(at: number, days = 0): number {
  const date = zonedDate(at);
  return fromZoned(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + days));
}

/** A time as a `datetime-local` field has it, to the second: `2026-02-10T18:57:45`. */
export function toField(at: number): string {
  return zonedDate(at).toISOString().slice(0, 19);
}

/** The time in a `datetime-local` field; NaN if there is none. */
export function fromField(text: string | null): number {
  const local = text === null || text === '' ? Number.NaN : Date.parse(`${text}Z`);
  return Number.isNaN(local) ? Number.NaN : fromZoned(local);
}

/** The shown zone at a time by its distance from UTC, which nobody misreads: `UTC`, `UTC+1`, `UTC-3:30`. */
export function shownZoneName(at: number): string {
  const minutes = Math.round(zoneOffset(at) / MINUTE_MS);
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `UTC${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60))}${rest}`;
}
