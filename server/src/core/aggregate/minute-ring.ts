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
  /** Made with the second minute: of a made-up name there is but one. */
  private slots: Uint32Array | undefined;
  /** The count of the newest minute while there are no slots. */
  private only = 0;
  private newest = Number.NEGATIVE_INFINITY;

  /** The newest minute that was counted. */
  get newestMinute(): number {
    return this.newest;
  }

  /** Adds to a minute; one that has already left the ring is ignored. */
  add(minute: number, count: number): void {
    if (minute <= this.newest - SLOTS) return;
    if (this.slots === undefined && (minute === this.newest || minute >= this.newest + SLOTS)) {
      this.only = minute === this.newest ? this.only + count : count;
      this.newest = minute;
      return;
    }
    const slots = this.ownSlots();
    if (minute > this.newest) this.advance(slots, minute);
    const slot = slotOf(minute);
    slots[slot] = (slots[slot] ?? 0) + count;
  }

  /** Subtracts from a minute; one that is not in the ring is ignored. */
  remove(minute: number, count: number): void {
    if (minute > this.newest || minute <= this.newest - SLOTS) return;
    const slots = this.ownSlots();
    const slot = slotOf(minute);
    slots[slot] = Math.max(0, (slots[slot] ?? 0) - count);
  }

  /** The count of one minute; 0 outside of the ring. */
  at(minute: number): number {
    if (minute > this.newest || minute <= this.newest - SLOTS) return 0;
    if (this.slots === undefined) return minute === this.newest ? this.only : 0;
    return this.slots[slotOf(minute)] ?? 0;
  }

  /** The sum over the `minutes` minutes that end with minute `last`, inclusive. */
  sum(last: number, minutes: number): number {
    const from = Math.max(last - minutes + 1, this.newest - SLOTS + 1);
    const to = Math.min(last, this.newest);
    const { slots } = this;
    if (slots === undefined) return from <= to && to === this.newest ? this.only : 0;
    let total = 0;
    // Called for every tunnel once a second: one division for the first slot, none for the others.
    let slot = slotOf(from);
    for (let left = to - from + 1; left > 0; left--) {
      total += slots[slot] ?? 0;
      slot = slot === SLOTS - 1 ? 0 : slot + 1;
    }
    return total;
  }

  private ownSlots(): Uint32Array {
    if (this.slots !== undefined) return this.slots;
    this.slots = new Uint32Array(SLOTS);
    if (this.only > 0) this.slots[slotOf(this.newest)] = this.only;
    return this.slots;
  }

  private advance(slots: Uint32Array, minute: number): void {
    const steps = Math.min(minute - this.newest, SLOTS);
    for (let back = 0; back < steps; back++) slots[slotOf(minute - back)] = 0;
    this.newest = minute;
  }
}

function slotOf(minute: number): number {
  return ((minute % SLOTS) + SLOTS) % SLOTS;
}
