import type { Subject } from '@tunnelwatch/shared/subject';
import { PairCounts } from '../aggregate/pair-counts.js';
import type { ClassifiedEvent } from '../classify/classify-line.js';
import type { AlertBook } from './alert-book.js';
import { type AlertCause, alertRuleOf, causeOf } from './message-rule.js';

/**
 * Events that count into alerts, summed up by subject and kind until the alerts are looked at: an alert written anew for
 * every event would be garbage, in a flood most of all.
 */
export class AlertTally {
  private readonly causes = new Map<number, AlertCause>();
  /** By kind and twice the subject, plus one for events of the past: in the order in which each was met first. */
  private sums = new PairCounts();
  /** When the first event of each pair arrived. */
  private arrivals: number[] = [];

  /** @param subjectOf names a subject by its number */
  constructor(
    private readonly book: AlertBook,
    private readonly subjectOf: (id: number) => Subject | undefined,
  ) {}

  /** Counts one event whose kind opens alerts. */
  add(subjectId: number, kindId: number, cause: AlertCause, time: number, arrivedAt: number): void {
    if (!this.causes.has(kindId)) this.causes.set(kindId, cause);
    this.sums.add(subjectId * 2 + (this.book.isPast(time, arrivedAt) ? 1 : 0), kindId, time);
    if (this.sums.size > this.arrivals.length) this.arrivals.push(arrivedAt);
  }

  /** Counts one event that was decoded in full, if a rule concerns it. */
  addEvent(event: ClassifiedEvent, ids: { subjectId: number; kindId: number }, arrivedAt: number): void {
    const cause = causeOf(event);
    if (cause !== undefined) this.add(ids.subjectId, ids.kindId, cause, event.decoded.time, arrivedAt);
    else if (alertRuleOf(event) !== undefined) {
      // Its line's text says what it is, and its kind alone does not. Alerts are numbered in the order of their events.
      this.settle();
      this.book.apply(event, arrivedAt);
    }
  }

  /** Has everything counted into the alerts. */
  settle(): void {
    const { sums, arrivals } = this;
    if (sums.size === 0) return;
    for (let at = 0; at < sums.size; at++) {
      const about = this.causes.get(sums.kindId(at));
      const isPast = sums.id(at) % 2 === 1;
      const subject = this.subjectOf(Math.floor(sums.id(at) / 2));
      if (about === undefined || subject === undefined) throw new Error('an event has no kind or no subject');
      const [firstTime = 0, lastTime = 0] = [sums.firstTimes[at], sums.lastTimes[at]];
      const [count = 0, arrivedAt = 0] = [sums.counts[at], arrivals[at]];
      this.book.count({ about, subject, isPast, count, firstTime, lastTime, arrivedAt });
    }
    this.sums = new PairCounts();
    this.arrivals = [];
  }
}
