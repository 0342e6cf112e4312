/** Minutes that a window of activity spans. */
export const ACTIVITY_MINUTES = 60;

/**
 * How far a gateway's clock may run ahead with its events still counted by minute: they wait until the window reaches
 * them. Some minutes of skew are usual.
 */
export const AHEAD_MINUTES = 15;

const SLOTS = ACTIVITY_MINUTES + AHEAD_MINUTES;

/**
 * Counts of the newest 75 minutes, one slot per minute; minutes are numbered since the epoch. A window of 60 minutes is
 * complete as long as the newest minute is at most 15 ahead of its end.
 */
export class MinuteRing {
  private readonly slots = new Uint32Array(SLOTS);
  private newest = Number.NEGATIVE_INFINITY;

  /** The newest minute that was counted. */
  get newestMinute(): number {
    return this.newest;
  }

  /** Adds to a minute; one that has already left the ring is ignored. */
  add(minute: number, count: number): void {
    if (minute <= this.newest - SLOTS) return;
    if (minute > this.newest) this.advance(minute);
    const slot = slotOf(minute);
    this.slots[slot] = (this.slots[slot] ?? 0) + count;
  }

  /** Subtracts from a minute; one that is not in the ring is ignored. */
  remove(minute: number, count: number): void {
    if (minute > this.newest || minute <= this.newest - SLOTS) return;
    const slot = slotOf(minute);
    this.slots[slot] = Math.max(0, (this.slots[slot] ?? 0) - count);
  }

  /** The count of one minute; 0 outside of the ring. */
  at(minute: number): number {
    if (minute > this.newest || minute <= this.newest - SLOTS) return 0;
    return this.slots[slotOf(minute)] ?? 0;
  }

  /** The sum over the `minutes` minutes that end with minute `last`, inclusive. */
  sum(last: number, minutes: number): number {
    const from = Math.max(last - minutes + 1, this.newest - SLOTS + 1);
    const to = Math.min(last, this.newest);
    let total = 0;
    // Called for every tunnel once a second: one division for the first slot, none for the others.
    let slot = slotOf(from);
    for (let left = to - from + 1; left > 0; left--) {
      total += this.slots[slot] ?? 0;
      slot = slot === SLOTS - 1 ? 0 : slot + 1;
    }
    return total;
  }

  private advance(minute: number): void {
    const steps = Math.min(minute - this.newest, SLOTS);
    for (let back = 0; back < steps; back++) this.slots[slotOf(minute - back)] = 0;
    this.newest = minute;
  }
}

function slotOf(minute: number): number {
  return ((minute % SLOTS) + SLOTS) % SLOTS;
}
