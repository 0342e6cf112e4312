import { FAILURES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import type { SeriesResponse } from '@tunnelwatch/shared/series';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { fetchSeries } from '../../http/api.js';
import type { Query } from '../../http/http-client.js';
import { type QueryState, useApiQuery } from '../../http/use-api-query.js';
import { useAtParameter } from '../../history/history-context.js';
import type { WorstState } from '../../live/room-state.js';
import type { TimeRange } from '../../url-state/use-time-range.js';

/** As many tunnels as the live list has. */
const TUNNELS = 8;
const GATEWAYS = 50;
/** Figures of a live range are asked for again this often, ms. */
const REFRESH_MS = 15_000;

type WorstRow = WorstState['rows'][number];

/** The tunnels with the most failures of a class within a range; nothing is asked for without one. */
export function useWorstWithin(failureClass: FailureClass, range: TimeRange | null): QueryState<readonly WorstRow[]> {
  const query = useRangeQuery(range, { by: 'tunnel', class: failureClass, top: TUNNELS });
  return useApiQuery({
    key: query === null ? null : ['worst', query],
    load: async (signal) => worstOf(await fetchSeries(query ?? {}, signal)),
    keepsOld: true,
    refreshMs: REFRESH_MS,
  });
}

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

/** What is counted for gateways by itself; other classes are the rest of all failures. */
const COLUMNS = ['replay', 'integrity', 'unknown', 'other'] as const;

/** The failures of each gateway within a range; nothing is asked for without one. */
export function useGatewaysWithin(range: TimeRange | null): QueryState<ReadonlyMap<string, GatewayFigures>> {
  const query = useRangeQuery(range, { by: 'gateway', top: GATEWAYS });
  return useApiQuery({
    key: query === null ? null : ['gateways within', query],
    load: async (signal) => {
      const asked = query ?? {};
      const answers = await Promise.all([
        fetchSeries(asked, signal),
        ...COLUMNS.map((name) => fetchSeries({ ...asked, class: name }, signal)),
      ]);
      return gatewayFigures(
        answers.map(({ series }) => new Map(series.map((each) => [each.gateway ?? '', each.total]))),
      );
    },
    keepsOld: true,
    refreshMs: REFRESH_MS,
  });
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

function useRangeQuery(range: TimeRange | null, query: Query): Query | null {
  const at = useAtParameter();
  if (range === null) return null;
  return { ...query, from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString(), ...at };
}
