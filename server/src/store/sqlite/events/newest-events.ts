/** Where an event stands in the order of a list. */
export interface Place {
  /** Epoch ms. */
  time: number;
  seq: number;
}

/** The order of a list: newest first, by time and then by number. */
export function newestFirst(a: Place, b: Place): number {
  return b.time - a.time || b.seq - a.seq;
}

/** Keeps the newest `most` of all places that are offered. */
export class NewestPlaces<Kept extends Place> {
  /** Newest first. */
  private readonly kept: Kept[] = [];

  constructor(private readonly most: number) {}

  /** Whether an event of that place would be kept: to be asked before anything costly is looked at. */
  accepts(time: number, seq: number): boolean {
    const last = this.kept.length < this.most ? undefined : this.kept[this.most - 1];
    return last === undefined ? this.most > 0 : time > last.time || (time === last.time && seq > last.seq);
  }

  add(place: Kept): void {
    let low = 0;
    let high = this.kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.kept[middle];
      if (other !== undefined && newestFirst(other, place) < 0) low = middle + 1;
      else high = middle;
    }
    this.kept.splice(low, 0, place);
    if (this.kept.length > this.most) this.kept.pop();
  }

  /** Newest first. */
  list(): readonly Kept[] {
    return this.kept;
  }
}
