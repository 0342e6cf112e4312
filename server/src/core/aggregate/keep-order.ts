/** Newcomers leave first only while they have more than this share of the room: a real one among them is seen again soon. */
const NEWCOMERS_SHARE = 1 / 4;

/**
 * Which of many to keep when there is no room for all. A sender may make up any number of names, and must not displace those
 * that were known before: the newcomer that was unseen for longest leaves first, and an established one only while there
 * are few newcomers.
 */
export class KeepOrder<Item> {
  private readonly newcomers = new Queue<Item>();
  private readonly established = new Queue<Item>();

  /** @param most items for which there is room */
  constructor(private readonly most: number) {}

  get size(): number {
    return this.newcomers.size + this.established.size;
  }

  /** Whether the order matters by now. */
  get isCrowded(): boolean {
    return this.size * 2 > this.most;
  }

  /** An item is seen, for the first time or again. */
  see(item: Item, isEstablished: boolean): void {
    this.delete(item);
    (isEstablished ? this.established : this.newcomers).add(item);
  }

  delete(item: Item): void {
    if (!this.newcomers.delete(item)) this.established.delete(item);
  }

  /** Removes the item that has to leave; undefined while there is room. */
  takeLeaving(): Item | undefined {
    if (this.size <= this.most) return undefined;
    const isCrowded = this.newcomers.size > this.most * NEWCOMERS_SHARE || this.established.size === 0;
    return (isCrowded ? this.newcomers : this.established).take();
  }
}

/** Items in the order in which they were added. */
class Queue<Item> {
  private readonly items = new Set<Item>();
  /** Behind what was taken: a new iterator would pass all the places that deleted items have left at the front. */
  private next = this.items.values();

  get size(): number {
    return this.items.size;
  }

  add(item: Item): void {
    this.items.add(item);
  }

  delete(item: Item): boolean {
    return this.items.delete(item);
  }

  /** Removes the first item. */
  take(): Item | undefined {
    let first = this.next.next();
    if (first.done === true) {
      this.next = this.items.values();
      first = this.next.next();
    }
    if (first.done === true) return undefined;
    this.items.delete(first.value);
    return first.value;
  }
}
