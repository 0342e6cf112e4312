const USUAL_BYTES = 4096;
/** Memory for one long line is released afterwards. */
const MAX_KEPT_BYTES = 65_536;

/** The unfinished rest of a stream. It grows in place, so that a trickle of single bytes does not copy all of it each time. */
export class ByteCarry {
  private buffer: Buffer = Buffer.alloc(0);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** The rest and the chunk after it as one piece, valid until `keep`. */
  with(chunk: Buffer): Buffer {
    if (this.used === 0) return chunk;
    const total = this.used + chunk.length;
    if (total > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(USUAL_BYTES, total, this.buffer.length * 2));
      this.buffer.copy(larger, 0, 0, this.used);
      this.buffer = larger;
    }
    chunk.copy(this.buffer, this.used);
    this.used = total;
    return this.buffer.subarray(0, total);
  }

  /** Keeps the part of `view`, as returned by `with`, from `at` on. */
  keep(view: Buffer, at: number): void {
    const rest = view.length - at;
    if (this.used > 0) this.buffer.copyWithin(0, at, view.length);
    else if (rest > 0) {
      if (rest > this.buffer.length) this.buffer = Buffer.allocUnsafe(Math.max(USUAL_BYTES, rest));
      view.copy(this.buffer, 0, at);
    }
    this.used = rest;
    if (rest === 0 && this.buffer.length > MAX_KEPT_BYTES) this.buffer = Buffer.alloc(0);
  }

  /** Returns the rest and clears it. */
  take(): Buffer {
    const rest = this.buffer.subarray(0, this.used);
    this.used = 0;
    this.buffer = Buffer.alloc(0);
    return rest;
  }
}
