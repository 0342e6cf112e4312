/** Zeros after the end of what was written, so that a reader can read ahead without a check or a copy. */
export const PADDING_BYTES = 8;

/** Collects bits, the highest first, in a buffer that grows. */
export class BitWriter {
  private buffer: Buffer;
  private at = 0;
  /** Bits that do not fill a byte yet, at the low end. */
  private pending = 0;
  private pendingBits = 0;

  constructor(startBytes = 64 * 1024) {
    this.buffer = Buffer.allocUnsafe(startBytes);
  }

  /** Bits written so far. */
  get bits(): number {
    return this.at * 8 + this.pendingBits;
  }

  clear(): void {
    this.at = 0;
    this.pending = 0;
    this.pendingBits = 0;
  }

  /** Makes room for that many bytes: `put` does not check. */
  reserve(bytes: number): void {
    const needed = this.at + bytes + PADDING_BYTES + 1;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }

  /** The lowest `count` bits of a value below 2^count; `count` from 0 to 24. */
  put(value: number, count: number): void {
    this.pending = (this.pending << count) | value;
    let have = this.pendingBits + count;
    while (have >= 8) {
      have -= 8;
      this.buffer[this.at++] = this.pending >>> have;
    }
    this.pendingBits = have;
  }

  /** The same for up to 53 bits. */
  putWide(value: number, count: number): void {
    if (count > 24) {
      this.putWide(Math.floor(value / 0x100_0000), count - 24);
      this.put(value % 0x100_0000, 24);
    } else this.put(value, count);
  }

  /** What was written, zero-filled to whole bytes, and the padding; valid until the next write. */
  finish(): Buffer {
    this.reserve(1);
    const end = this.at + (this.pendingBits === 0 ? 0 : 1);
    if (end > this.at) this.buffer[this.at] = this.pending << (8 - this.pendingBits);
    this.buffer.fill(0, end, end + PADDING_BYTES);
    return this.buffer.subarray(0, end + PADDING_BYTES);
  }
}
