/** Minutes that the live model remembers of each tunnel and class. */
export const ACTIVITY_MINUTES = 60;

/** Counts of the newest 60 minutes, one slot a minute; minutes are numbered since the epoch. */
export class MinuteRing {
  private readonly slots = new Uint32Array(ACTIVITY_MINUTES);
  private newest = Number.NEGATIVE_INFINITY;

  /** The newest minute that was counted. */
  get newestMinute(): number {
    return this.newest;
  }

  /** Adds to a minute; one that has already left the ring is passed over. */
  add(minute: number, count: number): void {
    if (minute <= this.newest - ACTIVITY_MINUTES) return;
    if (minute > this.newest) this.advance(minute);
    const slot = slotOf(minute);
    this.slots[slot] = (this.slots[slot] ?? 0) + count;
  }

  /** The count of one minute; 0 outside of the ring. */
  at(minute: number): number {
    if (minute > this.newest || minute <= this.newest - ACTIVITY_MINUTES) return 0;
    return this.slots[slotOf(minute)] ?? 0;
  }

  /** The sum over the `minutes` minutes that end with minute `last`, inclusive. */
  sum(last: number, minutes: number): number {
    const from = Math.max(last - minutes + 1, this.newest - ACTIVITY_MINUTES + 1);
    const to = Math.min(last, this.newest);
    let total = 0;
    for (let minute = from; minute <= to; minute++) total += this.slots[slotOf(minute)] ?? 0;
    return total;
  }

  private advance(minute: number): void {
    const steps = Math.min(minute - this.newest, ACTIVITY_MINUTES);
    for (let back = 0; back < steps; back++) this.slots[slotOf(minute - back)] = 0;
    this.newest = minute;
  }
}

function slotOf(minute: number): number {
  return ((minute % ACTIVITY_MINUTES) + ACTIVITY_MINUTES) % ACTIVITY_MINUTES;
}
