import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Interner } from '../../aggregate/interner.js';
import { PairCounts } from '../../aggregate/pair-counts.js';
import type { ClassifiedEvent } from '../../classify/classify-line.js';
import type { LineAge } from '../../lines/line-age.js';
import type { AlertRegistry } from './alert-registry.js';
import { type EventCause, alertRuleOf, causeOf } from '../rules/message-rule.js';

/**
 * Events that count into alerts, summed by subject and kind until the alerts are updated: a new alert object for
 * every event would be garbage, especially in a flood.
 */
export class AlertTally {
  private readonly causes = new Map<number, EventCause>();
  /** By kind and twice the subject, plus one for late events: in the order of first occurrence. */
  private sums = new PairCounts();
  /** When the first and the newest event of each pair arrived. */
  private firstArrivals: number[] = [];
  private lastArrivals: number[] = [];
  private minute = 0;

  constructor(
    private readonly book: AlertRegistry,
    private readonly interner: Pick<Interner, 'subjectById' | 'repeatsOf'>,
  ) {}

  /**
   * Counts one event whose kind opens alerts.
   * @param age how new its line is
   */
  add(subjectId: number, kindId: number, cause: EventCause, time: number, arrivedAt: number, age: LineAge): void {
    const minute = Math.floor(arrivedAt / MINUTE_MS);
    // Rates are counted by the minute of arrival, so everything submitted together arrived within one.
    if (minute !== this.minute) this.settle();
    this.minute = minute;
    if (!this.causes.has(kindId)) this.causes.set(kindId, cause);
    const place = this.sums.add(
      subjectId * 2 + (this.book.isPast(cause.rule, time, arrivedAt, age) ? 1 : 0),
      kindId,
      time,
    );
    if (place === this.firstArrivals.length) this.firstArrivals.push(arrivedAt);
    this.lastArrivals[place] = arrivedAt;
  }

  /** Counts one event that was decoded in full, if it has a rule. */
  addEvent(event: ClassifiedEvent, ids: { subjectId: number; kindId: number }, arrivedAt: number, age: LineAge): void {
    const cause = causeOf(event);
    if (cause !== undefined) this.add(ids.subjectId, ids.kindId, cause, event.decoded.time, arrivedAt, age);
    else if (alertRuleOf(event) !== undefined) {
      // It is identified by its line's text, not by its kind alone. Alerts are numbered in the order of their events.
      this.settle();
      this.book.apply(event, arrivedAt, age);
    }
  }

  /** Adds all counts to the alerts. */
  settle(): void {
    const { sums } = this;
    if (sums.size === 0) return;
    for (let at = 0; at < sums.size; at++) {
      const kindId = sums.kindId(at);
      const about = this.causes.get(kindId);
      const isPast = sums.id(at) % 2 === 1;
      const subject = this.interner.subjectById(Math.floor(sums.id(at) / 2));
      if (about === undefined || subject === undefined) throw new Error('an event has no kind or no subject');
      const [firstTime = 0, lastTime = 0] = [sums.firstTimes[at], sums.lastTimes[at]];
      const [arrivedAt = 0, lastAt = 0] = [this.firstArrivals[at], this.lastArrivals[at]];
      const count = (sums.counts[at] ?? 0) * this.interner.repeatsOf(kindId);
      this.book.count({ about, subject, isPast, count, firstTime, lastTime, arrivedAt, lastAt });
    }
    this.sums = new PairCounts();
    this.firstArrivals = [];
    this.lastArrivals = [];
  }
}
