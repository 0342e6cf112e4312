import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { zonedDate, zoneOffset } from './shown-zone.js';

/** A time in the shown zone as ISO 8601 with milliseconds and the zone's offset, such as `2026-02-10T18:57:45.970+01:00`. */
export function formatIso(at: number): string {
  const zoneMinutes = Math.round(zoneOffset(at) / MINUTE_MS);
  const local = new Date(at + zoneMinutes * MINUTE_MS).toISOString().slice(0, -1);
  const size = Math.abs(zoneMinutes);
  const zone = `${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  return `${local}${zoneMinutes < 0 ? '-' : '+'}${zone}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Time of day to the second, `18:57:45`. */
export function formatClock(at: number): string {
  const date = zonedDate(at);
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Unambiguous local date, `10 Feb 2026`. */
export function formatDate(at: number): string {
  const date = zonedDate(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** Local date and time, `10 Feb 2026 18:57:45`. */
export function formatDateTime(at: number): string {
  return `${formatDate(at)} ${formatClock(at)}`;
}

/** Label of a time axis: the time of day for spans up to two days, otherwise day and month. */
export function formatAxisTime(at: number, spanMs: number): string {
  const date = zonedDate(at);
  const clock = `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`;
  if (spanMs <= 20 * MINUTE_MS) return `${clock}:${pad(date.getUTCSeconds())}`;
  if (spanMs <= 2 * DAY_MS) return clock;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
}

/** A time span in its two largest units, as in `4 d 23 h`; milliseconds. */
export function span(ms: number): string {
  if (ms < 1000) return `${String(Math.max(0, Math.round(ms)))} ms`;
  if (ms < MINUTE_MS) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < HOUR_MS) return `${String(Math.floor(ms / MINUTE_MS))} min ${String(Math.floor((ms % MINUTE_MS) / 1000))} s`;
  if (ms < DAY_MS) return `${String(Math.floor(ms / HOUR_MS))} h ${String(Math.floor((ms % HOUR_MS) / MINUTE_MS))} min`;
  return `${String(Math.floor(ms / DAY_MS))} d ${String(Math.floor((ms % DAY_MS) / HOUR_MS))} h`;
}
