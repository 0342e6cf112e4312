import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { BucketCounts } from '../../../core/aggregate/pair-counts.js';
import type { EventColumns } from '../../../core/events/event-columns.js';
import type { SubjectOrder } from '../../segment/subject-order.js';

const HOUR_MINUTES = 60;
/** Kind numbers that are summed in a table; there are more only when a sender makes up ids. */
const MAX_TABLED = 4096;

/** Counts of uncommitted events: by hour and subject, by minute and gateway. */
export class PendingCounts {
  readonly hours = new BucketCounts();
  readonly minutes = new BucketCounts();

  /** @param gatewayOf returns the gateway of a subject */
  constructor(private readonly gatewayOf: (subjectId: number) => number) {}

  /** Counts a few events, in arrival order. */
  add({ count, times, subjectIds, kindIds }: EventColumns): void {
    for (let at = 0; at < count; at++) {
      const time = times[at] ?? 0;
      const subjectId = subjectIds[at] ?? 0;
      const kindId = kindIds[at] ?? 0;
      const minute = Math.floor(time / MINUTE_MS);
      this.hours.at(Math.floor(minute / HOUR_MINUTES)).add(subjectId, kindId, time);
      this.minutes.at(minute).add(this.gatewayOf(subjectId), kindId, time);
    }
  }

  /**
   * Counts many events, subject by subject. The large tables are accessed once per minute, subject and kind: with
   * 10,000 tunnels each access waits for memory, and one per event took as long as encoding it.
   */
  addSorted({ times, kindIds }: EventColumns, { subjects, starts, positions, subjectCount }: SubjectOrder): void {
    for (let key = 0; key < subjectCount; key++) {
      const subjectId = subjects[key] ?? 0;
      const end = starts[key + 1] ?? 0;
      let minute = Number.NaN;
      for (let row = starts[key] ?? 0; row < end; row++) {
        const at = positions[row] ?? 0;
        const time = times[at] ?? 0;
        const kindId = kindIds[at] ?? 0;
        const own = Math.floor(time / MINUTE_MS);
        if (own !== minute) {
          this.settle(subjectId, minute);
          minute = own;
        }
        if (kindId < MAX_TABLED) scratch.add(kindId, time);
        else this.put(subjectId, minute, kindId, 1, time, time);
      }
      this.settle(subjectId, minute);
    }
  }

  private settle(subjectId: number, minute: number): void {
    const { met, counts, firstTimes, lastTimes } = scratch;
    for (let index = 0; index < scratch.used; index++) {
      const kindId = met[index] ?? 0;
      this.put(subjectId, minute, kindId, counts[kindId] ?? 0, firstTimes[kindId] ?? 0, lastTimes[kindId] ?? 0);
      counts[kindId] = 0;
    }
    scratch.used = 0;
  }

  private put(subjectId: number, minute: number, kindId: number, count: number, first: number, last: number): void {
    this.hours.at(Math.floor(minute / HOUR_MINUTES)).addMany(subjectId, kindId, count, first, last);
    this.minutes.at(minute).addMany(this.gatewayOf(subjectId), kindId, count, first, last);
  }
}

/** Counts of one subject and minute, by kind. */
class Scratch {
  readonly met = new Uint16Array(MAX_TABLED);
  readonly counts = new Uint32Array(MAX_TABLED);
  readonly firstTimes = new Float64Array(MAX_TABLED);
  readonly lastTimes = new Float64Array(MAX_TABLED);
  /** Kinds that occurred. */
  used = 0;

  add(kindId: number, time: number): void {
    const count = this.counts[kindId] ?? 0;
    this.counts[kindId] = count + 1;
    if (count === 0) {
      this.met[this.used++] = kindId;
      this.firstTimes[kindId] = time;
      this.lastTimes[kindId] = time;
      return;
    }
    if (time < (this.firstTimes[kindId] ?? 0)) this.firstTimes[kindId] = time;
    if (time > (this.lastTimes[kindId] ?? 0)) this.lastTimes[kindId] = time;
  }
}

const scratch = new Scratch();
