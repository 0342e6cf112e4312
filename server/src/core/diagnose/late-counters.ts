import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { CounterGauge } from './counter-gauge.js';

/** Counters that are followed per tunnel: more senders share an SA hardly ever, and forged numbers must not fill memory. */
const MAX_COUNTERS = 8;
/** A gap of at most this does not interrupt a counter, ms: of a flood only the first drops of each second are diagnosed. */
const SHORT_GAP_MS = 1000;
/** Nor does a gap of so many average ones: packets do not come evenly, and one in 150 random gaps is longer. */
const USUAL_GAPS = 5;
/** Few numbers tell little of the average gap: it is reckoned with one of this length beside theirs, ms. */
const PRIOR_GAP_MS = 3000;
/** A number is at most this many times as far on as the known rate suggests. */
const FASTER = 2;
/** Stamps of whole seconds are off by one; others by less, and lines arrive slightly out of order, ms. */
const COARSE_MS = 1000;
const FINE_MS = 50;
/**
 * Beside a sender, a counter of this share of the required time is one too, with twice the interruptions: counters that cross
 * take numbers from each other.
 */
const BESIDE_SHARE = 0.4;
/** Steps that make a rate. */
const FEW = 3;

/** What is known of the SA when a late number arrives. */
interface LateAt {
  /** Epoch ms. */
  time: number;
  /** Packets per second of the peer; NaN when not known. */
  rate: number;
  /** True while the window has not moved for longer than its rate would allow. */
  isStalled: boolean;
}

/** One counter whose numbers arrive below the window: it only increases. Times are epoch ms. */
export interface LateCounter {
  firstNumber: number;
  firstTime: number;
  number: number;
  time: number;
  /** Numbers since it was first seen, those of the current half span, and those of the previous one. */
  count: number;
  present: number;
  last: number;
  /** Time without interruptions, ms. */
  coveredMs: number;
  /** How fast it has increased since the window stopped; undefined while the window moves. */
  gauge: CounterGauge | undefined;
}

/**
 * Sorts late numbers into the counters that they come from. A recording that is played again is a short counter, or one
 * with interruptions; a sender with a counter of its own continues for as long as it has traffic.
 */
export class LateCounters {
  private counters: LateCounter[] = [];

  constructor(private readonly settings: DiagnosisSettings) {}

  /** Adds a late number; true when it continues a counter that has lasted long enough to be that of a sender. */
  add(number: number, at: LateAt): boolean {
    const counter = this.continuedBy(number, at);
    if (counter === undefined) {
      this.begin(number, at);
      return false;
    }
    this.advance(counter, number, at.time);
    if (at.isStalled) (counter.gauge ??= new CounterGauge()).note(at.time, number);
    else counter.gauge = undefined;
    return this.isLasting(counter);
  }

  /** Begins a new half span; counters without numbers in the last two are dropped. Returns how many are left. */
  turn(keepsPresent: boolean): number {
    for (const counter of this.counters) {
      counter.last = keepsPresent ? counter.present : 0;
      counter.present = 0;
    }
    this.counters = this.counters.filter(({ last }) => last > 0);
    return this.counters.length;
  }

  /** Counters of senders: one has lasted long enough, the others nearly so. They have numbers in the current or the previous half span. */
  lasting(): LateCounter[] {
    if (!this.counters.some((counter) => this.isLasting(counter))) return [];
    const leastMs = this.settings.senderSeconds * 1000 * BESIDE_SHARE;
    return this.counters.filter(
      (counter) => counter.time - counter.firstTime >= leastMs && this.isCovered(counter, 0.5),
    );
  }

  /**
   * Numbers of counters that are still advancing and have not lasted long enough yet: a recording or a sender.
   * @param asOf the time at which the question is asked, epoch ms
   */
  undecided(asOf: number): number {
    const senders = this.lasting();
    let numbers = 0;
    for (const counter of this.counters) {
      const isOver = asOf - counter.time > usualGap(counter);
      if (!isOver && this.isCovered(counter) && !senders.includes(counter)) numbers += dropsOf(counter);
    }
    return numbers;
  }

  /** The counter with most numbers since the window stopped; undefined when there is none. */
  climbing(): LateCounter | undefined {
    let most: LateCounter | undefined;
    for (const counter of this.counters) {
      if (counter.gauge !== undefined && dropsOf(counter) > (most === undefined ? 0 : dropsOf(most))) most = counter;
    }
    return most;
  }

  private isLasting(counter: LateCounter): boolean {
    const { senderSeconds, ruleDrops } = this.settings;
    if (counter.count < ruleDrops || counter.time - counter.firstTime < senderSeconds * 1000) return false;
    return this.isCovered(counter);
  }

  private isCovered({ coveredMs, time, firstTime }: LateCounter, part = 1): boolean {
    return coveredMs >= (time - firstTime) * (1 - this.settings.signShare) * part;
  }

  /** The counter closest below a number that can have come as far as it. */
  private continuedBy(number: number, at: LateAt): LateCounter | undefined {
    let closest: LateCounter | undefined;
    for (const counter of this.counters) {
      if (counter.number >= number || (closest !== undefined && closest.number > counter.number)) continue;
      if (number - counter.number <= this.furthestStep(counter, at)) closest = counter;
    }
    return closest;
  }

  private furthestStep(counter: LateCounter, { time, rate }: LateAt): number {
    const known = counter.count < FEW ? Number.NaN : rateOf(counter);
    const own = Number.isNaN(known) ? rate : known;
    // Without any rate every higher number may be the next one.
    if (Number.isNaN(own)) return Number.POSITIVE_INFINITY;
    const slackMs = time % COARSE_MS === 0 ? COARSE_MS : FINE_MS;
    const seconds = (Math.max(0, time - counter.time) + slackMs) / 1000;
    return Math.max(this.settings.stepPackets, FASTER * own * seconds);
  }

  private begin(number: number, { time, isStalled }: LateAt): void {
    const counter: LateCounter = {
      firstNumber: number,
      firstTime: time,
      number,
      time,
      count: 1,
      present: 1,
      last: 0,
      coveredMs: 0,
      gauge: undefined,
    };
    if (isStalled) {
      counter.gauge = new CounterGauge();
      counter.gauge.note(time, number);
    }
    if (this.counters.length < MAX_COUNTERS) this.counters.push(counter);
    else this.counters[this.oldest()] = counter;
  }

  private oldest(): number {
    let oldest = 0;
    for (const [index, { time }] of this.counters.entries()) {
      if (time < (this.counters[oldest]?.time ?? 0)) oldest = index;
    }
    return oldest;
  }

  private advance(counter: LateCounter, number: number, time: number): void {
    const gapMs = Math.max(0, time - counter.time);
    // The first step may have led from one counter to another: a far slower rate afterwards is the true one.
    const step = (number - counter.number) / Math.max(gapMs, 1);
    const isFirstStepFar = counter.count === 2 && rateOf(counter) / 1000 > 4 * step;
    if (isFirstStepFar) {
      counter.firstNumber = counter.number;
      counter.firstTime = counter.time;
      counter.coveredMs = 0;
    }
    if (gapMs <= usualGap(counter)) counter.coveredMs += gapMs;
    counter.number = number;
    counter.time = Math.max(counter.time, time);
    counter.count += 1;
    counter.present += 1;
  }
}

/** Numbers of a counter in the period of a verdict. */
export function dropsOf({ present, last }: LateCounter): number {
  return present + last;
}

/** Packets per second of a counter; NaN before it has a duration. */
export function rateOf({ firstNumber, firstTime, number, time }: LateCounter): number {
  return time > firstTime ? ((number - firstNumber) / (time - firstTime)) * 1000 : Number.NaN;
}

/** The longest gap that does not interrupt a counter, ms. */
function usualGap({ count, firstTime, time }: LateCounter): number {
  return Math.max(SHORT_GAP_MS, (USUAL_GAPS * (time - firstTime + PRIOR_GAP_MS)) / count);
}
