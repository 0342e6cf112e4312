import { KeepOrder } from '../../aggregate/keep-order.js';
import { MEASURES } from './measure.js';

/** The usual rate of one class of events of one subject. */
export interface UsualRate {
  subjectId: number;
  /** Number of the measure. */
  measure: number;
  /** Events per hour: a mean in which older hours weigh less. */
  perHour: number;
  /** Number of hours learned. */
  hours: number;
  /** The hour (since the epoch) being counted, and its count. */
  hour: number;
  count: number;
  /** True when the hour must not be learned: an alert was raised in it. */
  isExcluded: boolean;
}

/** A rate that was learned over so many hours is kept before others. */
const ESTABLISHED_HOURS = 24;
/** Maximum number of pairs with a usual rate: as many as have windows. */
const MAX_RATES = 262_144;
/** Hours of the mean: three days, so that a day's ups and downs even out and a change is usual within a week. */
const SPAN_HOURS = 72;

/**
 * Usual rates of all pairs. An hour is learned when the first event after it arrives, with the hours in between without
 * events; so a quiet pair costs nothing. Bounded [STORE-25]: beyond the limit, pairs of which least was learned begin anew.
 */
export class UsualRates {
  private readonly rates = new Map<number, UsualRate>();
  private readonly order: KeepOrder<UsualRate>;
  private changed = new Set<UsualRate>();

  constructor(stored: readonly UsualRate[] = [], most = MAX_RATES) {
    this.order = new KeepOrder(most);
    for (const rate of stored) this.add({ ...rate });
  }

  /** Counts events by arrival time. @param hour since the epoch */
  count(subjectId: number, measure: number, count: number, hour: number): UsualRate {
    const rate = this.at(subjectId, measure, hour);
    rate.count += count;
    this.changed.add(rate);
    return rate;
  }

  /** Excludes the current hour from learning: it is not usual. */
  exclude(subjectId: number, measure: number, hour: number): void {
    const rate = this.at(subjectId, measure, hour);
    rate.isExcluded = true;
    this.changed.add(rate);
  }

  get(subjectId: number, measure: number): UsualRate | undefined {
    return this.rates.get(keyOf(subjectId, measure));
  }

  /** Forgets what was learned of a subject. */
  forget(subjectId: number): void {
    for (let measure = 0; measure < MEASURES.length; measure++) {
      const rate = this.get(subjectId, measure);
      if (rate === undefined) continue;
      this.rates.delete(keyOf(subjectId, measure));
      this.order.delete(rate);
      this.changed.delete(rate);
    }
  }

  /** The changes since the last call, in their current state. Of a pair that was seen within one hour there is nothing to keep. */
  takeChanged(): UsualRate[] {
    const changed = [...this.changed].flatMap((rate) => (rate.hours > 0 ? [{ ...rate }] : []));
    this.changed = new Set();
    return changed;
  }

  /** The rate of a pair, with all hours before this one learned. */
  private at(subjectId: number, measure: number, hour: number): UsualRate {
    const known = this.get(subjectId, measure);
    if (known === undefined) {
      return this.add({ subjectId, measure, perHour: 0, hours: 0, hour, count: 0, isExcluded: false });
    }
    if (hour > known.hour) {
      learnHours(known, hour);
      this.order.see(known, known.hours >= ESTABLISHED_HOURS);
    }
    return known;
  }

  private add(rate: UsualRate): UsualRate {
    this.rates.set(keyOf(rate.subjectId, rate.measure), rate);
    this.order.see(rate, rate.hours >= ESTABLISHED_HOURS);
    const leaving = this.order.takeLeaving();
    if (leaving !== undefined) {
      this.rates.delete(keyOf(leaving.subjectId, leaving.measure));
      this.changed.delete(leaving);
    }
    return rate;
  }
}

/** Adds the hours before `hour` to the mean, in place: the counted one, and those without an event after it. */
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
  // The mean of all hours until there are as many as the span; from then on older ones fade. In closed form for many
  // equal hours: (1 − 1/h)(1 − 1/(h+1))… up to the span, then a power.
  const young = Math.min(hours, Math.max(0, SPAN_HOURS - rate.hours));
  const left = young === 0 ? 1 : rate.hours / (rate.hours + young);
  const weight = left * (1 - 1 / SPAN_HOURS) ** (hours - young);
  rate.perHour = perHour + (rate.perHour - perHour) * weight;
  rate.hours += hours;
}

function keyOf(subjectId: number, measure: number): number {
  return subjectId * MEASURES.length + measure;
}
