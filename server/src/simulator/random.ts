/**
 * Seeded random numbers: sfc32, a small generator with 128 bits of state. Equal seeds and streams give equal numbers on
 * every machine, which is what makes a simulated log reproducible to the byte.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** `seed` is a whole number of 0 to 2^53 - 1; `stream` keeps the parts of a simulation independent of each other. */
  constructor(seed: number, stream = 0) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 0x1_0000_0000) | 0;
    this.#c = stream | 0;
    // sfc32 needs some rounds before close seeds give unrelated numbers.
    for (let round = 0; round < 16; round += 1) this.next();
  }

  /** A number of 0 (included) to 1 (excluded) with 32 random bits. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  }

  /** A whole number of `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** A number of `low` (included) to `high` (excluded). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** True with the given probability (0 to 1). */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** An exponentially distributed number with the given mean: the gap between independent events. */
  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** One of the items, each as likely as any other. Throws on an empty list. */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('cannot pick from an empty list');
    return item;
  }

  /** A copy of the items in random order (Fisher-Yates). */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const rest = [...items];
    const shuffled: Item[] = [];
    while (rest.length > 0) {
      const [item] = rest.splice(this.integer(0, rest.length - 1), 1);
      if (item !== undefined) shuffled.push(item);
    }
    return shuffled;
  }
}
