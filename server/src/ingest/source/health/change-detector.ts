/**
 * Values that were told last, each in its place. Putting the present ones says whether any of them is another; nothing is
 * made, copied or turned into text for that, since it is done for thousands of sources that rest.
 */
export class ChangeDetector {
  private readonly values: unknown[] = [];
  private place = 0;
  private isChanged = true;

  /** Puts the next value; scalars only, or objects that are replaced and never edited. */
  put(value: unknown): this {
    if (this.place >= this.values.length || this.values[this.place] !== value) {
      this.values[this.place] = value;
      this.isChanged = true;
    }
    this.place += 1;
    return this;
  }

  /** True when a value differs from the one that was in its place, or none was; begins the next round. */
  end(): boolean {
    const { isChanged } = this;
    this.place = 0;
    this.isChanged = false;
    return isChanged;
  }
}
