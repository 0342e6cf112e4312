import type { Status } from '@tunnelwatch/shared/protocol';
import type { Report, ReportSpan } from '@tunnelwatch/shared/report';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { firstOf, MAX_SPANS } from './limits.js';

/** Records are kept once a minute: with none for longer, nobody was there to keep them. */
export const MAX_RECORD_AGE_MS = 2 * MINUTE_MS;
/** A smaller lag is not worth reporting. */
const MIN_LAG_MS = MINUTE_MS;

/** The monitor's own state at the beginning of a minute (epoch ms). */
export interface ShiftRecord extends Pick<Status, 'lagMs' | 'sourcesDegraded' | 'storeError' | 'flood'> {
  at: number;
}

/**
 * What the monitor itself did not see, and what hindered it.
 * @param records in chronological order, from shortly before the period on
 */
export function watchSpans(records: readonly ShiftRecord[], span: ReportSpan): Report['watch'] {
  const stretches = <Value>(
    valueOf: (record: ShiftRecord) => Value | undefined,
    join: (a: Value, b: Value) => Value | undefined,
  ) => stretchesOf(records, span, { valueOf, join });
  const most = (a: number, b: number) => Math.max(a, b);
  return {
    gaps: watchGaps(records, span),
    storeErrors: firstOf(
      stretches(
        ({ storeError }) => storeError ?? undefined,
        (a, b) => (a === b ? a : undefined),
      ).map(({ value, ...each }) => ({ ...each, text: value })),
      MAX_SPANS,
    ),
    degraded: firstOf(
      stretches(({ sourcesDegraded }) => (sourcesDegraded > 0 ? sourcesDegraded : undefined), most).map(
        ({ value, ...each }) => ({ ...each, most: value }),
      ),
      MAX_SPANS,
    ),
    lagging: firstOf(
      stretches(({ lagMs }) => (lagMs >= MIN_LAG_MS ? lagMs : undefined), most).map(({ value, ...each }) => ({
        ...each,
        mostMs: value,
      })),
      MAX_SPANS,
    ),
  };
}

/** When the monitor was not there, as far as its records tell. */
export function watchGaps(records: readonly ShiftRecord[], span: ReportSpan): Report['watch']['gaps'] {
  return firstOf(gapsOf(records, span), MAX_SPANS);
}

/** Floods of alerts according to the records; null for the end of a current one. */
export function floodsOf(records: readonly ShiftRecord[], span: ReportSpan): Report['floods'] {
  const found = stretchesOf(records, span, {
    valueOf: ({ flood }) => flood ?? undefined,
    // After a restart, a flood that is still going on may get another beginning.
    join: (a) => a,
  });
  return firstOf(
    found.map(({ value, to }) => ({ from: value.since, to: to >= span.to ? null : to, firstOut: value.firstOut })),
    MAX_SPANS,
  );
}

/** Periods without a record of a minute, longer than a pause between two. */
function gapsOf(records: readonly ShiftRecord[], { from, to }: ReportSpan): ReportSpan[] {
  const gaps: ReportSpan[] = [];
  let last = records[0]?.at ?? from;
  // Without an earlier record it is not known how long it had been away already.
  if (last > from) gaps.push({ from, to: Math.min(last, to) });
  for (const { at } of records.slice(1)) {
    gaps.push({ from: last, to: at });
    last = at;
  }
  gaps.push({ from: last, to });
  return gaps
    .filter((gap) => gap.to - gap.from > MAX_RECORD_AGE_MS)
    .map((gap) => ({ from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
    .filter((gap) => gap.from < gap.to);
}

interface Stretch<Value> extends ReportSpan {
  value: Value;
}

interface Stretching<Value> {
  /** Undefined when there is nothing to report. */
  valueOf: (record: ShiftRecord) => Value | undefined;
  /** The value of two consecutive ones; undefined when they are not part of one period. */
  join: (a: Value, b: Value) => Value | undefined;
}

/** Consecutive records that have something in common; each covers the minute that begins with it. */
function stretchesOf<Value>(
  records: readonly ShiftRecord[],
  span: ReportSpan,
  { valueOf, join }: Stretching<Value>,
): Stretch<Value>[] {
  const found: Stretch<Value>[] = [];
  for (const record of records) {
    const value = valueOf(record);
    if (value === undefined) continue;
    const last = found.at(-1);
    const to = record.at + MINUTE_MS;
    const joined = last !== undefined && record.at <= last.to + MINUTE_MS ? join(last.value, value) : undefined;
    if (last === undefined || joined === undefined) found.push({ from: record.at, to, value });
    else Object.assign(last, { to, value: joined });
  }
  return found
    .filter(({ from, to }) => to > span.from && from < span.to)
    .map((each) => ({ ...each, from: Math.max(each.from, span.from), to: Math.min(each.to, span.to) }));
}
