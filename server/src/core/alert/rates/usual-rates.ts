import { MEASURES } from './measure.js';

/** What one class of events of one subject usually comes to. */
export interface UsualRate {
  subjectId: number;
  /** Number of the measure. */
  measure: number;
  /** Events an hour: a mean in which what is older weighs less. */
  perHour: number;
  /** Hours in which it was learned. */
  hours: number;
  /** The hour (since the epoch) that is being counted, and what was counted in it. */
  hour: number;
  count: number;
  /** True when the hour is not to be learned from: an alert was raised in it. */
  isExcluded: boolean;
}

/** Pairs whose usual rate is kept: as many as have windows. */
const MAX_RATES = 262_144;
/** Hours over which a mean is taken: three days, so that a day's ups and downs even out and a change is usual within a week. */
const SPAN_HOURS = 72;

/**
 * Usual rates of all pairs. An hour is learned when the first event after it comes, with the hours between in which none
 * came; so a pair that is quiet costs nothing. Bounded: of pairs beyond, nothing is usual.
 */
export class UsualRates {
  private readonly rates = new Map<number, UsualRate>();
  private changed = new Set<UsualRate>();

  constructor(stored: readonly UsualRate[] = []) {
    for (const rate of stored) this.rates.set(keyOf(rate.subjectId, rate.measure), { ...rate });
  }

  /** Counts events by the clock of their arrival. @param hour since the epoch */
  count(subjectId: number, measure: number, count: number, hour: number): UsualRate | undefined {
    const rate = this.at(subjectId, measure, hour);
    if (rate === undefined) return undefined;
    learnHours(rate, hour);
    rate.count += count;
    this.changed.add(rate);
    return rate;
  }

  /** Leaves the present hour out of what is learned: it is not as usual. */
  exclude(subjectId: number, measure: number, hour: number): void {
    const rate = this.at(subjectId, measure, hour);
    if (rate === undefined) return;
    learnHours(rate, hour);
    rate.isExcluded = true;
    this.changed.add(rate);
  }

  get(subjectId: number, measure: number): UsualRate | undefined {
    return this.rates.get(keyOf(subjectId, measure));
  }

  /** What changed since the last call, in its present state. */
  takeChanged(): UsualRate[] {
    const changed = [...this.changed].map((rate) => ({ ...rate }));
    this.changed = new Set();
    return changed;
  }

  private at(subjectId: number, measure: number, hour: number): UsualRate | undefined {
    const key = keyOf(subjectId, measure);
    let rate = this.rates.get(key);
    if (rate === undefined) {
      if (this.rates.size >= MAX_RATES) return undefined;
      rate = { subjectId, measure, perHour: 0, hours: 0, hour, count: 0, isExcluded: false };
      this.rates.set(key, rate);
    }
    return rate;
  }
}

/** Takes the hours before `hour` into the mean, in place: the one that was counted, and those without an event after it. */
export function learnHours(rate: UsualRate, hour: number): void {
  if (hour <= rate.hour) return;
  if (!rate.isExcluded) learn(rate, rate.count, 1);
  learn(rate, 0, hour - rate.hour - 1);
  rate.hour = hour;
  rate.count = 0;
  rate.isExcluded = false;
}

function learn(rate: UsualRate, perHour: number, hours: number): void {
  if (hours <= 0) return;
  // The mean of all hours until they are as many as the span; from then on the older ones fade. In closed form for many
  // hours of the same: (1 − 1/h)(1 − 1/(h+1))… up to the span, then a power.
  const young = Math.min(hours, Math.max(0, SPAN_HOURS - rate.hours));
  const left = young === 0 ? 1 : rate.hours / (rate.hours + young);
  const weight = left * (1 - 1 / SPAN_HOURS) ** (hours - young);
  rate.perHour = perHour + (rate.perHour - perHour) * weight;
  rate.hours += hours;
}

function keyOf(subjectId: number, measure: number): number {
  return subjectId * MEASURES.length + measure;
}
