import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { BucketsState, DayEarlierState } from '../../live/room-state.js';
import { failuresOfBuckets } from './wall-figures.js';

/** Counts per minute, oldest first. */
export interface MirrorSeries {
  readonly replay: readonly number[];
  readonly integrity: readonly number[];
  /** Failures of all other classes. */
  readonly other: readonly number[];
}

/** Minutes over which rates are compared. */
const RATE_MINUTES = 5;

/** The minutes of a tunnel a day before those of a chart; null where nothing happened then, or it is not known. */
export function ghostOf(
  earlier: DayEarlierState | null,
  tunnel: { readonly gateway: string; readonly matchkey: string },
  sparkTo: number,
  minutes: number,
): Pick<MirrorSeries, 'replay' | 'integrity'> | null {
  const found = earlier?.tunnels.find(
    ({ gateway, matchkey }) => gateway === tunnel.gateway && matchkey === tunnel.matchkey,
  );
  if (earlier === null || found === undefined) return null;
  const first = Math.round((sparkTo - minutes * MINUTE_MS - DAY_MS - earlier.from) / MINUTE_MS);
  const cut = (counts: readonly number[]): number[] =>
    Array.from({ length: minutes }, (_, index) => counts[first + index] ?? 0);
  const ghost = { replay: cut(found.replay), integrity: cut(found.integrity) };
  return [...ghost.replay, ...ghost.integrity].some((count) => count > 0) ? ghost : null;
}

/** Failures per minute now, over the last five full minutes, and how they compare with a day earlier. */
export interface Rate {
  readonly perMinute: number;
  /** Change since a day earlier, 0.5 for half as many again; null where there was nothing then. */
  readonly change: number | null;
}

/** The rate at `now`, epoch ms by the server's clock or the time of the data. */
export function rateOf(buckets: BucketsState, earlier: DayEarlierState | null, now: number): Rate {
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const from = to - RATE_MINUTES * MINUTE_MS;
  const within = buckets.buckets.filter(({ t }) => t >= from && t < to);
  const perMinute = failuresOfBuckets({ ...buckets, buckets: within }) / RATE_MINUTES;
  const first = earlier === null ? 0 : Math.round((from - DAY_MS - earlier.from) / MINUTE_MS);
  const then = (earlier?.failures ?? []).slice(Math.max(0, first), Math.max(0, first) + RATE_MINUTES);
  const before = then.reduce((all, count) => all + count, 0) / RATE_MINUTES;
  return { perMinute, change: before === 0 ? null : perMinute / before - 1 };
}
