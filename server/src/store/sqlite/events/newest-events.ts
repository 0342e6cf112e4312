/** The place of an event in the order of a list. */
export interface Place {
  /** Epoch ms. */
  time: number;
  seq: number;
}

/** The order of lists, and the only one: newest first, by time and then by number. */
export function newestFirst(a: Place, b: Place): number {
  return b.time - a.time || b.seq - a.seq;
}

/** This many are collected before they are sorted, even for a short page. */
const MIN_BUFFER = 64;

/** Keeps the newest `most` of all places offered. */
export class NewestPlaces<Kept extends Place> {
  /** Up to twice as many as wanted, so that they are seldom sorted. */
  private kept: Kept[] = [];
  private isSettled = true;
  private readonly mostBuffered: number;
  /** Nothing older is among the newest; undefined while there are fewer than `most`. */
  private oldest: Place | undefined;

  constructor(private readonly most: number) {
    this.mostBuffered = Math.max(2 * most, MIN_BUFFER);
  }

  /**
   * Whether an event of that place may be kept: to be checked before anything expensive is read. Right after `settle`
   * the answer is exact.
   */
  accepts(time: number, seq: number): boolean {
    const { oldest } = this;
    if (oldest === undefined) return this.most > 0;
    return time > oldest.time || (time === oldest.time && seq > oldest.seq);
  }

  add(place: Kept): void {
    this.kept.push(place);
    this.isSettled = false;
    if (this.kept.length >= this.mostBuffered) this.settle();
  }

  /** Drops everything that is not among the newest. */
  settle(): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.kept.sort(newestFirst);
    if (this.kept.length > this.most) this.kept.length = this.most;
    this.oldest = this.kept.length < this.most ? undefined : this.kept[this.most - 1];
  }

  /** Newest first. */
  list(): readonly Kept[] {
    this.settle();
    return this.kept;
  }
}
