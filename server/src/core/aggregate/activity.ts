import { type ClassCounts, COUNTED_CLASSES, UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import { MinuteRing } from './minute-ring.js';

/** The counts of one subject: all its events by class, and those of the last hour by minute. */
export class Activity {
  readonly totals = new Map<number, number>();
  /** By class index; created only for classes that occur, so that 100,000 quiet tunnels cost little. */
  private readonly rings = new Map<number, MinuteRing>();
  firstTime = Number.POSITIVE_INFINITY;
  lastTime = Number.NEGATIVE_INFINITY;
  total = 0;

  /** Adds stored events that need no minute: those from before the activity window. */
  addTotal(classIndex: number, count: number, firstTime: number, lastTime: number): void {
    this.totals.set(classIndex, (this.totals.get(classIndex) ?? 0) + count);
    this.total += count;
    this.firstTime = Math.min(this.firstTime, firstTime);
    this.lastTime = Math.max(this.lastTime, lastTime);
  }

  /**
   * Subtracts events that are no longer stored.
   * @param oldest time of the oldest event still stored, epoch ms
   */
  removeTotal(classIndex: number, count: number, oldest: number | null): void {
    const left = (this.totals.get(classIndex) ?? 0) - count;
    if (left > 0) this.totals.set(classIndex, left);
    else this.totals.delete(classIndex);
    this.total -= count;
    if (oldest !== null) this.firstTime = Math.max(this.firstTime, oldest);
  }

  removeMinute(classIndex: number, minute: number, count: number): void {
    this.rings.get(classIndex)?.remove(minute, count);
  }

  addMinute(classIndex: number, minute: number, count: number): void {
    let ring = this.rings.get(classIndex);
    if (ring === undefined) {
      ring = new MinuteRing();
      this.rings.set(classIndex, ring);
    }
    ring.add(minute, count);
  }

  /** Events of one class over the `minutes` minutes that end with `last`. */
  classSum(classIndex: number, last: number, minutes: number): number {
    return this.rings.get(classIndex)?.sum(last, minutes) ?? 0;
  }

  /** One point per minute, oldest first. */
  spark(classIndex: number, last: number, minutes: number): number[] {
    const ring = this.rings.get(classIndex);
    return Array.from({ length: minutes }, (_, index) => ring?.at(last - minutes + 1 + index) ?? 0);
  }

  /** Failures over the `minutes` minutes that end with `last`, without unknown messages. */
  failures(last: number, minutes: number): number {
    let total = 0;
    for (const [classIndex, ring] of this.rings) {
      if (classIndex !== UNKNOWN_INDEX) total += ring.sum(last, minutes);
    }
    return total;
  }

  /** Counts of the minutes that end with `last`; classes that were seen before but not then are zeros. */
  recent(last: number, minutes: number): ClassCounts {
    const counts: ClassCounts = {};
    for (const classIndex of this.totals.keys()) {
      const name = COUNTED_CLASSES[classIndex];
      if (name !== undefined) counts[name] = this.classSum(classIndex, last, minutes);
    }
    return counts;
  }

  counts(): ClassCounts {
    const counts: ClassCounts = {};
    for (const [classIndex, count] of this.totals) {
      const name = COUNTED_CLASSES[classIndex];
      if (name !== undefined) counts[name] = count;
    }
    return counts;
  }

  /** Frees the minutes of classes that have been quiet for the whole window; true when nothing is left. */
  prune(last: number, minutes: number): boolean {
    for (const [classIndex, ring] of this.rings) {
      if (ring.newestMinute <= last - minutes) this.rings.delete(classIndex);
    }
    return this.rings.size === 0;
  }
}
