import type { EventFilter } from '@tunnelwatch/shared/api';
import { FAILURE_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { Change } from '@tunnelwatch/shared/protocol';
import { CHART_WINDOWS, type ChartWindow } from '@tunnelwatch/shared/series';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { StepCounts } from '../../aggregate/records.js';
import type { ReadableStore } from '../../store/queries.js';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';

export interface BucketsOptions {
  reader: Pick<ReadableStore, 'classBuckets'>;
  window: ChartWindow;
  filter: EventFilter;
  /** True for subjects whose events are counted. */
  includes: (subject: Subject) => boolean;
  subjectOf: (id: number) => Subject | undefined;
  classIndexOf: (kindId: number) => number;
  referenceTime: () => number;
}

/**
 * Counts by class over a sliding window. The store answers once, as of some step; later steps are added, earlier ones
 * are in the answer already, so nothing is counted twice or missed. Values told are absolute: a client replaces buckets.
 */
export class BucketsPart implements Part {
  private readonly buckets = new Map<number, number[]>();
  private readonly changed = new Set<number>();
  private early: PublishedStep[] | undefined = [];
  private from = 0;

  constructor(private readonly options: BucketsOptions) {}

  async start(): Promise<void> {
    const { reader, filter } = this.options;
    const range = this.range();
    this.from = range.from;
    const answer = await reader.classBuckets(filter, range.from, range.stepMs, range.buckets);
    answer.counts.forEach((count, at) => {
      if (count > 0) this.add(answer.from + Math.floor(at / CLASSES) * answer.stepMs, at % CLASSES, count);
    });
    this.changed.clear();
    const early = this.early ?? [];
    this.early = undefined;
    for (const published of early) if (published.step.step > answer.step) this.onStep(published);
  }

  snapshot(): Change[] {
    this.slide();
    return [this.change([...this.buckets.keys()])];
  }

  onStep(published: PublishedStep): void {
    if (this.early !== undefined) this.early.push(published);
    else this.addCounts(published.step.counts);
  }

  take(_now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const hasMoved = this.slide();
    if (!hasMoved && this.changed.size === 0) return [];
    const change = this.change([...this.changed]);
    this.changed.clear();
    return [change];
  }

  private addCounts({ seconds, subjectIds, kindIds, counts }: StepCounts): void {
    const { stepMs } = CHART_WINDOWS[this.options.window];
    for (let at = 0; at < seconds.length; at++) {
      const subject = this.options.subjectOf(subjectIds[at] ?? 0);
      if (subject === undefined || !this.options.includes(subject)) continue;
      const start = Math.floor(((seconds[at] ?? 0) * 1000) / stepMs) * stepMs;
      if (start < this.from) continue;
      this.add(start, this.options.classIndexOf(kindIds[at] ?? 0), counts[at] ?? 0);
      this.changed.add(start);
    }
  }

  private add(start: number, classIndex: number, count: number): void {
    let bucket = this.buckets.get(start);
    if (bucket === undefined) {
      bucket = new Array<number>(CLASSES).fill(0);
      this.buckets.set(start, bucket);
    }
    bucket[classIndex] = (bucket[classIndex] ?? 0) + count;
  }

  /** Moves the window on; true when it moved. Buckets from a future beyond it wait until it reaches them. */
  private slide(): boolean {
    const { from } = this.range();
    if (from <= this.from) return false;
    this.from = from;
    for (const start of this.buckets.keys()) {
      if (start >= from) continue;
      this.buckets.delete(start);
      this.changed.delete(start);
    }
    return true;
  }

  private range(): { from: number; stepMs: number; buckets: number } {
    const { spanMs, stepMs } = CHART_WINDOWS[this.options.window];
    const buckets = spanMs / stepMs;
    const last = Math.floor(this.options.referenceTime() / stepMs) * stepMs;
    return { from: last - (buckets - 1) * stepMs, stepMs, buckets };
  }

  private change(starts: readonly number[]): Change {
    const { stepMs, spanMs } = CHART_WINDOWS[this.options.window];
    const to = this.from + spanMs;
    const buckets = starts
      .filter((start) => start >= this.from && start < to)
      .sort((a, b) => a - b)
      .map((t) => ({ t, n: [...(this.buckets.get(t) ?? [])] }));
    return { kind: 'buckets', from: this.from, to, stepMs, buckets };
  }
}

const CLASSES = FAILURE_CLASSES.length;
