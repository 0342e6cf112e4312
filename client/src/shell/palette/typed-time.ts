import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { dayStart, fromField, zonedDate } from '../../format/shown-zone.js';

/** With a minus before it or `ago` behind it: `5d` alone is a hexadecimal matchkey. */
const AGO = /^(?:-(\d{1,4}) ?(m|min|h|d)|(\d{1,4}) ?(m|min|minutes?|h|hours?|d|days?) ago)$/;
const CLOCK = /^(?:(today|yesterday) )?(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const DATED = /^(\d{4}-\d{2}-\d{2})[ t](\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const UNIT_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;

/**
 * The past time that a text names, in the shown zone: `14:32`, `yesterday 14:32`, `2026-02-10 14:32:05`, `2h ago`, `-15m`.
 *
 * @param now epoch ms
 * @returns epoch ms; null for a text that names none, or one that is yet to come
 */
export function typedTime(text: string, now: number): number | null {
  const at = timeOf(text.trim().toLowerCase().replace(/\s+/g, ' '), now);
  return at === null || Number.isNaN(at) || at > now ? null : at;
}

function timeOf(text: string, now: number): number | null {
  const [, before, beforeUnit, amount = before, unit = beforeUnit] = AGO.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return now - Number(amount) * unitMs(unit);
  const [, day, hours, minutes, seconds = '0'] = CLOCK.exec(text) ?? [];
  if (hours !== undefined) return clockTime(day, [hours, minutes ?? '0', seconds], now);
  const [, date, hour, minute, second = '00'] = DATED.exec(text) ?? [];
  if (date === undefined) return null;
  return fromField(`${date}T${(hour ?? '').padStart(2, '0')}:${minute ?? ''}:${second}`);
}

function unitMs(unit: string): number {
  if (unit.startsWith('m')) return UNIT_MS.m;
  return unit.startsWith('h') ? UNIT_MS.h : UNIT_MS.d;
}

/** A time of day: today's, or yesterday's where today's is yet to come. */
function clockTime(day: string | undefined, [hours, minutes, seconds]: [string, string, string], now: number): number {
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return Number.NaN;
  const onDay = (days: number): number => {
    const date = zonedDate(dayStart(now, days)).toISOString().slice(0, 10);
    return fromField(`${date}T${hours.padStart(2, '0')}:${minutes}:${seconds.padStart(2, '0')}`);
  };
  if (day === 'yesterday') return onDay(-1);
  const today = onDay(0);
  return day === undefined && today > now ? onDay(-1) : today;
}
