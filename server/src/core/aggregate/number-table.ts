const EMPTY = Number.NaN;
const START_SLOTS = 16;

/**
 * A map from numbers to small numbers for the hot path. Open addressing over typed arrays, since a `Map` makes an object
 * of every key beyond 31 bits and takes several times as long.
 */
export class NumberTable {
  private keys: Float64Array;
  private values: Int32Array;
  private mask: number;
  private used = 0;

  /** @param slots a power of two; it grows as needed */
  constructor(slots = START_SLOTS) {
    this.keys = new Float64Array(slots).fill(EMPTY);
    this.values = new Int32Array(slots);
    this.mask = slots - 1;
  }

  get size(): number {
    return this.used;
  }

  /** The value of a key; −1 when there is none. */
  get(key: number): number {
    const slot = this.find(key);
    return this.keys[slot] === key ? (this.values[slot] ?? -1) : -1;
  }

  /** Sets the value of a key, a whole number from 0 to 2^31 − 1. */
  set(key: number, value: number): void {
    let slot = this.find(key);
    if (this.keys[slot] !== key) {
      if (this.used * 2 >= this.keys.length) {
        this.grow();
        slot = this.find(key);
      }
      this.keys[slot] = key;
      this.used += 1;
    }
    this.values[slot] = value;
  }

  /** Removes the keys that have one of these values. */
  deleteValues(values: ReadonlySet<number>): void {
    const { keys, values: before } = this;
    if (!keys.some((key, slot) => !Number.isNaN(key) && values.has(before[slot] ?? -1))) return;
    this.clear();
    for (let slot = 0; slot < keys.length; slot++) {
      const [key, value] = [keys[slot] ?? EMPTY, before[slot] ?? -1];
      if (!Number.isNaN(key) && !values.has(value)) this.set(key, value);
    }
  }

  /** Empties it and frees its memory. */
  clear(): void {
    this.keys = new Float64Array(START_SLOTS).fill(EMPTY);
    this.values = new Int32Array(START_SLOTS);
    this.mask = START_SLOTS - 1;
    this.used = 0;
  }

  /** The slot of a key, or the empty one where it belongs. */
  private find(key: number): number {
    const { keys, mask } = this;
    // Both halves of up to 53 bits, mixed by Fibonacci hashing.
    let slot = (Math.imul((key | 0) ^ (key / 4_294_967_296), 0x9e3779b1) >>> 8) & mask;
    for (;;) {
      const found = keys[slot];
      if (found === key || found === undefined || Number.isNaN(found)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Float64Array(keys.length * 2).fill(EMPTY);
    this.values = new Int32Array(keys.length * 2);
    this.mask = this.keys.length - 1;
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] ?? EMPTY;
      if (Number.isNaN(key)) continue;
      const slot = this.find(key);
      this.keys[slot] = key;
      this.values[slot] = values[at] ?? 0;
    }
  }
}
