import { DAY_MS, HOUR_MS } from './time-units.js';
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * A duration in milliseconds in the coarsest meaningful unit: `12 s`, `3 min`, `4 h 10 min`, `3 days`.
 * A negative one (a clock that runs ahead) counts as zero.
 */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY_MS) return formatHours(span);
  const days = Math.floor(span / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}

function formatHours(span: number): string {
  const minutes = Math.floor((span % HOUR_MS) / MINUTE);
  const hours = `${Math.floor(span / HOUR_MS)} h`;
  return span < 10 * HOUR_MS && minutes > 0 ? `${hours} ${minutes} min` : hours;
}

/** How long something has waited: as `formatSpan`, but a positive time is never shown as zero. */
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
