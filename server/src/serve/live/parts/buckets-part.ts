import type { EventFilter } from '@tunnelwatch/shared/api';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { Change } from '@tunnelwatch/shared/protocol';
import { CHART_WINDOWS, type ChartWindow, windowEnd } from '@tunnelwatch/shared/series';
import type { Subject } from '@tunnelwatch/shared/subject';
import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import type { StepCounts } from '../../../core/aggregate/records.js';
import type { LiveStore } from '../../../store/queries.js';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';

export interface BucketsOptions {
  reader: Pick<LiveStore, 'classBuckets'>;
  window: ChartWindow;
  filter: EventFilter;
  /** True for subjects whose events are counted. */
  includes: (subject: Subject) => boolean;
  subjectOf: (id: number) => Subject | undefined;
  classIndexOf: (kindId: number) => number;
  referenceTime: () => number;
  onError: (error: unknown) => void;
}

/** Gateways' clocks run ahead: counts of this long beyond the window are kept until it reaches them. */
const AHEAD_MS = HOUR_MS;

/**
 * Counts by class over a sliding window. The store answers once, as of some step; later steps are added, earlier ones
 * are already included, so nothing is counted twice or missed. Values are sent as absolute: a client replaces buckets.
 * The store is queried again when the window moves back (from now to the time of an old file) or beyond what was kept.
 */
export class BucketsPart implements Part {
  private buckets = new Map<number, number[]>();
  private readonly changed = new Set<number>();
  private early: PublishedStep[] = [];
  private isReading = false;
  private from = 0;
  private toldFrom = 0;
  /** End of what is kept, exclusive; anything beyond is in the store. */
  private keptTo = 0;
  /** The step that the store's answer includes. */
  private asOf = 0;

  constructor(private readonly options: BucketsOptions) {}

  async start(): Promise<void> {
    await this.read();
    this.tell();
  }

  snapshot(): Change[] {
    this.slide();
    return [this.change([...this.buckets.keys()])];
  }

  onStep(published: PublishedStep): void {
    if (this.isReading) this.early.push(published);
    else this.addCounts(published);
  }

  take(_now: number, isTick: boolean): Change[] {
    if (!isTick) return [];
    const { from, spanMs } = this.range();
    const isOutside = from < this.from || from + spanMs > this.keptTo;
    if (isOutside && !this.isReading) this.read().catch(this.options.onError);
    this.slide();
    const hasMoved = this.from !== this.toldFrom;
    const starts = this.tell();
    return hasMoved || starts.length > 0 ? [this.change(starts)] : [];
  }

  /** The buckets of the window that changed since they were last sent; those beyond it wait until it reaches them. */
  private tell(): number[] {
    const starts = [...this.changed].filter((start) => start < this.to);
    for (const start of starts) this.changed.delete(start);
    this.toldFrom = this.from;
    return starts;
  }

  private async read(): Promise<void> {
    const { reader, filter } = this.options;
    const { from, stepMs, spanMs } = this.range();
    const buckets = (spanMs + Math.ceil(AHEAD_MS / stepMs) * stepMs) / stepMs;
    this.isReading = true;
    try {
      const answer = await reader.classBuckets(filter, from, stepMs, buckets);
      this.from = from;
      this.keptTo = from + buckets * stepMs;
      this.asOf = answer.step;
      this.buckets = new Map();
      answer.counts.forEach((count, at) => {
        if (count > 0) this.add(from + Math.floor(at / CLASSES) * stepMs, at % CLASSES, count);
      });
      for (const start of this.buckets.keys()) this.changed.add(start);
    } finally {
      this.isReading = false;
      const early = this.early;
      this.early = [];
      for (const published of early) this.addCounts(published);
    }
  }

  private addCounts({ step }: PublishedStep): void {
    if (step.step <= this.asOf) return;
    this.addAll(step.counts, 1);
    if (step.removed !== undefined) this.addAll(step.removed.counts, -1);
  }

  private addAll({ seconds, subjectIds, kindIds, counts }: StepCounts, sign: 1 | -1): void {
    const { stepMs } = CHART_WINDOWS[this.options.window];
    for (let at = 0; at < seconds.length; at++) {
      const subject = this.options.subjectOf(subjectIds[at] ?? 0);
      if (subject === undefined || !this.options.includes(subject)) continue;
      const start = Math.floor(((seconds[at] ?? 0) * 1000) / stepMs) * stepMs;
      const classIndex = this.options.classIndexOf(kindIds[at] ?? 0);
      if (classIndex < 0 || start < this.from || start >= this.keptTo) continue;
      this.add(start, classIndex, sign * (counts[at] ?? 0));
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

  /** Moves the window on, never back. */
  private slide(): void {
    const { from } = this.range();
    if (from <= this.from) return;
    this.from = from;
    for (const start of this.buckets.keys()) {
      if (start >= from) continue;
      this.buckets.delete(start);
      this.changed.delete(start);
    }
  }

  /** The target window: its end is shortly after the reference time. */
  private range(): { from: number; stepMs: number; spanMs: number } {
    const { spanMs, stepMs } = CHART_WINDOWS[this.options.window];
    return { from: windowEnd(this.options.window, this.options.referenceTime()) - spanMs, stepMs, spanMs };
  }

  private change(starts: readonly number[]): Change {
    const { stepMs } = CHART_WINDOWS[this.options.window];
    const buckets = starts
      .filter((start) => start >= this.from && start < this.to)
      .sort((a, b) => a - b)
      .map((t) => ({ t, n: [...(this.buckets.get(t) ?? [])] }));
    return { kind: 'buckets', from: this.from, to: this.to, stepMs, buckets };
  }

  private get to(): number {
    return this.from + CHART_WINDOWS[this.options.window].spanMs;
  }
}

const CLASSES = COUNTED_CLASSES.length;
