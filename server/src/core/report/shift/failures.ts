import { COUNTED_CLASSES, UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import type { Report, ReportSpan } from '@tunnelwatch/shared/report';
import { busiestMinutes } from './busiest.js';

type Failures = Report['failures'];
export type WorstTunnel = Failures['worst']['replay'][number];

/** Counts by class and minute, in the order of the counted classes, from the beginning of a span on. */
export type MinuteCounts = readonly number[];

interface FailureFacts {
  span: ReportSpan;
  /** By minute, of the period. */
  minutes: MinuteCounts;
  /** Of the previous period, in total; null if it is not known. */
  before: readonly number[] | null;
  beforeSpan: ReportSpan;
  worst: Failures['worst'];
}

/** The failures of a period, and of the previous one. */
export function failureFigures({ span, minutes, before, beforeSpan, worst }: FailureFacts): Failures {
  const classes = COUNTED_CLASSES.length;
  const counts = COUNTED_CLASSES.map((_, index) => sumEvery(minutes, index, classes));
  const perMinute = Array.from({ length: Math.ceil(minutes.length / classes) }, (_, minute) =>
    failuresIn(minutes.slice(minute * classes, (minute + 1) * classes)),
  );
  const byClass = COUNTED_CLASSES.map((name, index) => ({
    class: name,
    count: counts[index] ?? 0,
    before: before === null ? null : (before[index] ?? 0),
  }));
  return {
    total: { count: failuresIn(counts), before: before === null ? null : failuresIn(before) },
    byClass: byClass.filter(({ count, before: earlier }) => count > 0 || (earlier ?? 0) > 0),
    worst,
    busiest: busiestMinutes(perMinute, span),
    before: { ...beforeSpan, isKnown: before !== null },
  };
}

function failuresIn(counts: readonly number[]): number {
  return counts.reduce((sum, count, index) => (index === UNKNOWN_INDEX ? sum : sum + count), 0);
}

function sumEvery(counts: readonly number[], first: number, step: number): number {
  let sum = 0;
  for (let at = first; at < counts.length; at += step) sum += counts[at] ?? 0;
  return sum;
}
