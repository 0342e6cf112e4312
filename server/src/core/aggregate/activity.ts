import { type ClassCounts, COUNTED_CLASSES, UNKNOWN_INDEX } from '@tunnelwatch/shared/failure-class';
import { MinuteRing } from './minute-ring.js';

/** The events of one class. */
interface ClassActivity {
  classIndex: number;
  total: number;
  /** Undefined when the class was quiet in the activity window. */
  ring: MinuteRing | undefined;
}

/** The counts of one subject: all its events by class, and those of the last hour by minute. */
export class Activity {
  /** Of the classes that occur, mostly one to three: with 100,000 tunnels, maps would be most of the memory. */
  private readonly classes: ClassActivity[] = [];
  firstTime = Number.POSITIVE_INFINITY;
  lastTime = Number.NEGATIVE_INFINITY;
  total = 0;

  /** Adds stored events that need no minute: those from before the activity window. */
  addTotal(classIndex: number, count: number, firstTime: number, lastTime: number): void {
    this.classAt(classIndex).total += count;
    this.total += count;
    this.firstTime = Math.min(this.firstTime, firstTime);
    this.lastTime = Math.max(this.lastTime, lastTime);
  }

  /**
   * Subtracts events that are no longer stored.
   * @param oldest time of the oldest event still stored, epoch ms
   */
  removeTotal(classIndex: number, count: number, oldest: number | null): void {
    const own = this.classAt(classIndex);
    own.total = Math.max(0, own.total - count);
    this.total -= count;
    if (oldest !== null) this.firstTime = Math.max(this.firstTime, oldest);
  }

  removeMinute(classIndex: number, minute: number, count: number): void {
    this.ringOf(classIndex)?.remove(minute, count);
  }

  addMinute(classIndex: number, minute: number, count: number): void {
    const own = this.classAt(classIndex);
    own.ring ??= new MinuteRing();
    own.ring.add(minute, count);
  }

  /** Events of one class over the `minutes` minutes that end with `last`. */
  classSum(classIndex: number, last: number, minutes: number): number {
    return this.ringOf(classIndex)?.sum(last, minutes) ?? 0;
  }

  /** One point per minute, oldest first. */
  spark(classIndex: number, last: number, minutes: number): number[] {
    const ring = this.ringOf(classIndex);
    return Array.from({ length: minutes }, (_, index) => ring?.at(last - minutes + 1 + index) ?? 0);
  }

  /** Failures over the `minutes` minutes that end with `last`, without unknown messages. */
  failures(last: number, minutes: number): number {
    let total = 0;
    for (const { classIndex, ring } of this.classes) {
      if (classIndex !== UNKNOWN_INDEX && ring !== undefined) total += ring.sum(last, minutes);
    }
    return total;
  }

  /** Counts of the minutes that end with `last`; classes that were seen before but not then are zeros. */
  recent(last: number, minutes: number): ClassCounts {
    return this.byClass(({ ring }) => ring?.sum(last, minutes) ?? 0);
  }

  counts(): ClassCounts {
    return this.byClass(({ total }) => total);
  }

  /** Frees the minutes of classes that have been quiet for the whole window; true when nothing is left. */
  prune(last: number, minutes: number): boolean {
    let isQuiet = true;
    for (const own of this.classes) {
      if (own.ring !== undefined && own.ring.newestMinute <= last - minutes) own.ring = undefined;
      isQuiet &&= own.ring === undefined;
    }
    return isQuiet;
  }

  private byClass(numberOf: (own: ClassActivity) => number): ClassCounts {
    const counts: ClassCounts = {};
    for (const own of this.classes) {
      const name = COUNTED_CLASSES[own.classIndex];
      if (name !== undefined && own.total > 0) counts[name] = numberOf(own);
    }
    return counts;
  }

  private classAt(classIndex: number): ClassActivity {
    for (const own of this.classes) if (own.classIndex === classIndex) return own;
    const own = { classIndex, total: 0, ring: undefined };
    this.classes.push(own);
    return own;
  }

  private ringOf(classIndex: number): MinuteRing | undefined {
    for (const own of this.classes) if (own.classIndex === classIndex) return own.ring;
    return undefined;
  }
}
