const START_BYTES = 1024 * 1024;
const MANY_BYTES = 48;

/** Collects rows as UTF-8. Joining millions of small strings would cost more than all else. */
export class RowBytes {
  private buffer = Buffer.allocUnsafe(START_BYTES);
  private length = 0;

  /** What was collected since it was called last; valid until the next row. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length);
    this.length = 0;
    return taken;
  }

  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += this.buffer.write(text, this.length);
  }

  /** A text of ASCII characters alone. */
  ascii(text: string): void {
    const { buffer } = this.reserve(text.length);
    let at = this.length;
    for (let index = 0; index < text.length; index++) buffer[at++] = text.charCodeAt(index);
    this.length = at;
  }

  bytes(bytes: Uint8Array): void {
    const { buffer } = this.reserve(bytes.length);
    const { length } = this;
    this.length += bytes.length;
    // A call costs more than a few bytes.
    if (bytes.length >= MANY_BYTES) buffer.set(bytes, length);
    else for (let index = 0; index < bytes.length; index++) buffer[length + index] = bytes[index] ?? 0;
  }

  private reserve(bytes: number): this {
    if (this.length + bytes > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    return this;
  }
}
