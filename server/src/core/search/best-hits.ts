/** Hits that are kept for each that is shown: among equals, more is looked at than the words. */
const SPARE = 10;

interface Hit<Item> {
  readonly item: Item;
  readonly score: number;
}

/** Keeps the hits of a search that fit best, however many there are. */
export class BestHits<Item> {
  private hits: Hit<Item>[] = [];
  private floor = 0;
  private total = 0;

  constructor(private readonly limit: number) {}

  add(item: Item, score: number): void {
    this.total += 1;
    if (score <= this.floor) return;
    this.hits.push({ item, score });
    if (this.hits.length >= 2 * this.kept) this.cut();
  }

  /** The best, those that fit equally well in the order of `compare`, and whether there are more. */
  best(compare: (a: Item, b: Item) => number): { items: Item[]; hasMore: boolean } {
    const sorted = this.hits.sort((a, b) => b.score - a.score || compare(a.item, b.item));
    return { items: sorted.slice(0, this.limit).map(({ item }) => item), hasMore: this.total > this.limit };
  }

  private get kept(): number {
    return this.limit * SPARE;
  }

  private cut(): void {
    this.hits.sort((a, b) => b.score - a.score);
    this.hits.length = this.kept;
    this.floor = this.hits.at(-1)?.score ?? 0;
  }
}
