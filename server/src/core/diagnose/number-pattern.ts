/** The steps between sequence numbers, counted in order of arrival. */
export class NumberPattern {
  count = 0;
  /** Steps between consecutive packets. */
  dense = 0;
  /** Larger steps upwards. */
  sparse = 0;
  /** Steps downwards. */
  back = 0;
  lowest = Number.POSITIVE_INFINITY;
  highest = Number.NEGATIVE_INFINITY;
  private last = Number.NaN;

  /** @param stepPackets the largest step between consecutive packets */
  add(number: number, stepPackets: number): void {
    this.count += 1;
    const step = number - this.last;
    if (step > stepPackets) this.sparse += 1;
    else if (step > 0) this.dense += 1;
    else if (step < 0) this.back += 1;
    this.last = number;
    if (number < this.lowest) this.lowest = number;
    if (number > this.highest) this.highest = number;
  }

  /** Adds an earlier or later part; the step between the two is not counted. */
  addAll(other: NumberPattern): void {
    this.count += other.count;
    this.dense += other.dense;
    this.sparse += other.sparse;
    this.back += other.back;
    this.lowest = Math.min(this.lowest, other.lowest);
    this.highest = Math.max(this.highest, other.highest);
  }

  /** Numbers from the lowest to the highest; 0 without any. */
  get range(): number {
    return this.count === 0 ? 0 : this.highest - this.lowest;
  }
}
