/**
 * Last reported values, by position. Setting the current ones shows whether any of them differs, without creating,
 * copying or serialising anything, since this is done for thousands of idle sources.
 */
export class ChangeDetector {
  private readonly values: unknown[] = [];
  private place = 0;
  private isChanged = true;

  /** Sets the next value; scalars only, or objects that are replaced and never modified. */
  put(value: unknown): this {
    if (this.place >= this.values.length || this.values[this.place] !== value) {
      this.values[this.place] = value;
      this.isChanged = true;
    }
    this.place += 1;
    return this;
  }

  /** True when a value differs from the previous one at its position, or there was none; begins the next round. */
  end(): boolean {
    const { isChanged } = this;
    this.place = 0;
    this.isChanged = false;
    return isChanged;
  }
}
