import { EVENT_CLASSES, type EventClass } from '@tunnelwatch/shared/failure-class';
import type { View } from '@tunnelwatch/shared/protocol';
import { SEVERITIES, type Severity } from '@tunnelwatch/shared/severity';
import type { Query } from '../../http/http-client.js';
import { formatCount } from '@tunnelwatch/shared/format-number';

/** The filters of the events; null does not restrict. An empty matchkey is a matchkey. Times are epoch milliseconds. */
export interface EventFilters {
  readonly gateway: string | null;
  readonly matchkey: string | null;
  readonly iface: string | null;
  readonly messageId: number | null;
  readonly class: EventClass | null;
  /** This severity and worse. */
  readonly severity: Severity | null;
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
  readonly q: string | null;
}

export const FILTER_NAMES = [
  'gateway',
  'matchkey',
  'iface',
  'messageId',
  'class',
  'severity',
  'from',
  'to',
  'q',
] as const satisfies readonly (keyof EventFilters)[];

/** The filters in a URL. Invalid ones count as absent. */
export function parseFilters(search: URLSearchParams): EventFilters {
  const id = search.get('messageId');
  return {
    gateway: search.get('gateway'),
    matchkey: search.get('matchkey'),
    iface: search.get('iface'),
    messageId: id !== null && /^\d{1,15}$/.test(id) ? Number(id) : null,
    class: EVENT_CLASSES.find((name) => name === search.get('class')) ?? null,
    severity: SEVERITIES.find((name) => name === search.get('severity')) ?? null,
    from: parseTime(search.get('from')),
    to: parseTime(search.get('to')),
    q: search.get('q'),
  };
}

/** An invalid filter in the URL, which restricts nothing. */
export interface FilterFault {
  readonly name: (typeof FILTER_NAMES)[number];
  /** The value in the URL. */
  readonly text: string;
}

/** The filters in a URL that `parseFilters` could not parse. */
export function filterFaults(search: URLSearchParams): readonly FilterFault[] {
  const filters = parseFilters(search);
  return FILTER_NAMES.flatMap((name) => {
    const text = search.get(name);
    return text === null || text === '' || filters[name] !== null ? [] : [{ name, text }];
  });
}

function parseTime(text: string | null): number | null {
  if (text === null) return null;
  const at = /^\d{1,16}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && Math.abs(at) <= MAX_MS ? at : null;
}

/** The latest millisecond of a Date. */
const MAX_MS = 8.64e15;

/** The filters in the form for the events endpoints. */
export function queryOfFilters(filters: EventFilters): Query {
  const entries = FILTER_NAMES.flatMap((name) => {
    const value = filters[name];
    if (value === null) return [];
    return [[name, name === 'from' || name === 'to' ? new Date(value).toISOString() : value] as const];
  });
  return Object.fromEntries(entries);
}

/** Number of filters that are set. */
export function countFilters(filters: EventFilters): number {
  return FILTER_NAMES.filter((name) => filters[name] !== null).length;
}

/** The room for these filters; null if there is none: rooms support gateway, class and message only. */
export function viewOfFilters(filters: EventFilters): Extract<View, { view: 'events' }> | null {
  const isBeyond = FILTER_NAMES.some((name) => !LIVE_NAMES.has(name) && filters[name] !== null);
  if (isBeyond) return null;
  return {
    view: 'events',
    ...(filters.gateway === null ? {} : { gateway: filters.gateway }),
    ...(filters.class === null ? {} : { class: filters.class }),
    ...(filters.messageId === null ? {} : { messageId: filters.messageId }),
  };
}

const LIVE_NAMES: ReadonlySet<keyof EventFilters> = new Set<keyof EventFilters>(['gateway', 'class', 'messageId']);

/** True when no event can match, since the end is before the beginning. */
export function isRangeTurned({ from, to }: EventFilters): boolean {
  return from !== null && to !== null && from >= to;
}

/** How many events match, in words; null while nobody knows. */
export function countLabel(count: number | null): string {
  if (count === null) return 'Counting…';
  return count === 1 ? '1 event' : `${formatCount(count)} events`;
}
