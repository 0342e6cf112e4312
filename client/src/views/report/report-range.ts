import { MAX_REPORT_MS, USUAL_REPORT_MS } from '@tunnelwatch/shared/report';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { fromZoned, zonedDate } from '../../format/shown-zone.js';
import type { TimeRange } from '../../url-state/use-time-range.js';

/** How far the clock of a page may lag the server's: it ticks once a second, and does not know the way of the last message. */
const CLOCK_LAG_MS = 5000;

const DAY_MINUTES = 24 * 60;

/** Start times of shifts, as minutes of the local day, ascending; never empty. */
export type ShiftStarts = readonly number[];

export const USUAL_STARTS: ShiftStarts = [6 * 60, 14 * 60, 22 * 60];

/** Times of day such as "06:00 14:00 22:00"; null for any other text. */
export function parseStarts(text: string): ShiftStarts | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const minutes = words.map(minuteOf);
  const known = minutes.filter((minute) => minute !== null);
  if (known.length === 0 || known.length < minutes.length) return null;
  return [...new Set(known)].sort((a, b) => a - b);
}

/** As `parseStarts` reads them. */
export function formatStarts(starts: ShiftStarts): string {
  return starts.map((minute) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`).join(' ');
}

function minuteOf(word: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(word) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && minute < DAY_MINUTES ? minute : null;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The shift in which a time lies, or the one before it. Epoch ms; local days, also those of 23 or 25 hours. */
export function shiftAt(now: number, starts: ShiftStarts, which: 'this' | 'last'): TimeRange {
  const begins = [-2, -1, 0, 1].flatMap((days) => beginsOf(now, starts, days));
  const current = begins.findLastIndex((begin) => begin <= now);
  const index = which === 'this' ? current : current - 1;
  const from = begins[index] ?? now - USUAL_REPORT_MS;
  return { from, to: begins[index + 1] ?? from + USUAL_REPORT_MS };
}

/** When shifts begin on the local day of a time, or some days later. */
function beginsOf(now: number, starts: ShiftStarts, days: number): number[] {
  const date = zonedDate(now);
  return starts.map((minute) =>
    fromZoned(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + days, 0, minute)),
  );
}

/** The presets of the page. */
export const PRESETS = ['This shift', 'Last shift', 'Last 8 h', 'Last 24 h'] as const;

export type Preset = (typeof PRESETS)[number];

/** The period of a preset, as seen from now. */
export function presetRange(preset: Preset, now: number, starts: ShiftStarts): TimeRange {
  switch (preset) {
    case 'This shift':
      return shiftAt(now, starts, 'this');
    case 'Last shift':
      return shiftAt(now, starts, 'last');
    case 'Last 8 h':
      return lastHours(now, 8);
    case 'Last 24 h':
      return lastHours(now, 24);
  }
}

/** The last hours up to the next full minute, so that very recent actions are included. */
function lastHours(now: number, hours: number): TimeRange {
  const to = Math.ceil((now + CLOCK_LAG_MS) / MINUTE_MS) * MINUTE_MS;
  return { from: to - hours * HOUR_MS, to };
}

/** What is wrong with a period for a report, in words; null if nothing is. */
export function rangeFault({ from, to }: TimeRange, now: number): string | null {
  if (to <= from) return 'The end must be after the start.';
  if (from >= now) return 'The start is in the future.';
  if (Math.min(to, now) - from > MAX_REPORT_MS) return 'A report covers at most seven days.';
  return null;
}
