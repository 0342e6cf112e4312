import { FAILURES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import type { SeriesResponse } from '@tunnelwatch/shared/series';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { WorstState } from '../../live/room-state.js';

export type WorstRow = WorstState['rows'][number];

/** The series of tunnels as the rows of a list. */
export function worstOf({ from, to, series }: Pick<SeriesResponse, 'from' | 'to' | 'series'>): readonly WorstRow[] {
  return series
    .filter(({ total }) => total > 0)
    .map(({ gateway, matchkey, total, points, inventory }) => ({
      gateway: gateway ?? '',
      matchkey: matchkey ?? '',
      count: total,
      perMinute: (total * MINUTE_MS) / Math.max(1, to - from),
      spark: thinnedSums(
        points.map(([, count]) => count),
        SPARK_POINTS,
      ),
      verdict: null,
      inventory,
    }));
}

/** Points of a small curve. */
const SPARK_POINTS = 60;

/** Neighbours are added up until there are at most so many values. */
export function thinnedSums(values: readonly number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(values.length / most));
  const sums: number[] = [];
  for (const [index, value] of values.entries()) {
    const at = Math.floor(index / step);
    sums[at] = (sums[at] ?? 0) + value;
  }
  return sums;
}

/** Failures of a gateway within a range. */
export interface GatewayFigures {
  readonly byClass: Readonly<Partial<Record<FailureClass, number>>>;
  readonly failures: number;
}

/** @param counts events by gateway: all, then those of each of the columns */
export function gatewayFigures(counts: readonly ReadonlyMap<string, number>[]): ReadonlyMap<string, GatewayFigures> {
  const [all = new Map<string, number>(), replay, integrity, unknown, other] = counts;
  const figures = new Map<string, GatewayFigures>();
  for (const [gateway, total] of all) {
    const of = (column: ReadonlyMap<string, number> | undefined): number => column?.get(gateway) ?? 0;
    const failures = total - of(unknown) - of(other);
    const rest = failures - of(replay) - of(integrity);
    const byClass = { replay: of(replay), integrity: of(integrity), unknown: of(unknown), [REST]: rest };
    figures.set(gateway, { failures, byClass });
  }
  return figures;
}

/** Stands for all classes without a column of their own. */
const REST = FAILURES.find((name) => name !== 'replay' && name !== 'integrity') ?? 'decryption';
