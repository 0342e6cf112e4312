const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A span of milliseconds in the coarsest unit that still tells something: `12 s`, `3 min`, `4 h 10 min`, `3 days`.
 * A negative span (a clock that runs ahead) counts as none.
 */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) return formatHours(span);
  const days = Math.floor(span / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}

function formatHours(span: number): string {
  const minutes = Math.floor((span % HOUR) / MINUTE);
  const hours = `${Math.floor(span / HOUR)} h`;
  return span < 10 * HOUR && minutes > 0 ? `${hours} ${minutes} min` : hours;
}

/** How long something has waited: as `formatSpan`, but what is not nothing is never written as nothing. */
export function formatLag(ms: number): string {
  return ms > 0 && ms < SECOND ? '<1 s' : formatSpan(ms);
}

/** A signed offset between two clocks, such as `+1.2 s` or `−3 min`; `0 s` below a tenth of a second. */
export function formatSkew(ms: number): string {
  const size = Math.abs(ms);
  if (size < 100) return '0 s';
  const sign = ms > 0 ? '+' : '−';
  return size < 10 * SECOND ? `${sign}${(size / SECOND).toFixed(1)} s` : `${sign}${formatSpan(size)}`;
}

/** Local time as ISO 8601 with milliseconds and the zone's offset, such as `2026-02-10T18:57:45.970+01:00`. */
export function formatIso(at: number): string {
  const zoneMinutes = -new Date(at).getTimezoneOffset();
  const local = new Date(at + zoneMinutes * MINUTE).toISOString().slice(0, -1);
  const size = Math.abs(zoneMinutes);
  const zone = `${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  return `${local}${zoneMinutes < 0 ? '-' : '+'}${zone}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Local time to the second, `18:57:45`. */
export function formatClock(at: number): string {
  const date = new Date(at);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Local date without ambiguity, `10 Feb 2026`. */
export function formatDate(at: number): string {
  const date = new Date(at);
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''} ${date.getFullYear()}`;
}

/** Local date and time, `10 Feb 2026 18:57:45`. */
export function formatDateTime(at: number): string {
  return `${formatDate(at)} ${formatClock(at)}`;
}

/** Label of a time axis: the clock for spans up to two days, else day and month. */
export function formatAxisTime(at: number, spanMs: number): string {
  const date = new Date(at);
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  if (spanMs <= 20 * MINUTE) return `${clock}:${pad(date.getSeconds())}`;
  if (spanMs <= 2 * DAY) return clock;
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}`;
}
