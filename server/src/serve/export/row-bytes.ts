const START_BYTES = 1024 * 1024;
/** Pages are of much the same size: a little more than the last one took saves growing. */
const ROOM = 1.1;
const MANY_BYTES = 48;

/** Collects rows as UTF-8. Joining millions of small strings would cost more than all else. */
export class RowBytes {
  private buffer = allocate(START_BYTES);
  private length = 0;

  /** What was collected since it was called last; its memory is the caller's from now on. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.buffer.subarray(0, this.length);
    this.buffer = allocate(Math.max(START_BYTES, Math.ceil(this.length * ROOM)));
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
      const larger = allocate(Math.max(this.buffer.length * 2, this.length + bytes));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    return this;
  }
}

/** Memory of its own, not a part of a pool that others use. */
function allocate(bytes: number): Buffer<ArrayBuffer> {
  return Buffer.allocUnsafeSlow(bytes);
}
