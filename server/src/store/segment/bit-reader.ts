/** Zeros behind the end, so that a look ahead needs no check. */
const PADDING = 8;

/** Reads what `BitWriter` wrote. */
export class BitReader {
  /** The next bit. */
  at = 0;
  private readonly bytes: Buffer;
  private readonly bits: number;

  constructor(bytes: Buffer) {
    this.bits = bytes.length * 8;
    this.bytes = Buffer.alloc(bytes.length + PADDING);
    bytes.copy(this.bytes);
  }

  get byteLength(): number {
    return this.bytes.length;
  }

  /** The next 32 bits, as a signed number; zeros behind the end. */
  peek(): number {
    const { bytes } = this;
    const byte = this.at >>> 3;
    const shift = this.at & 7;
    const word =
      ((bytes[byte] ?? 0) << 24) |
      ((bytes[byte + 1] ?? 0) << 16) |
      ((bytes[byte + 2] ?? 0) << 8) |
      (bytes[byte + 3] ?? 0);
    return shift === 0 ? word : (word << shift) | ((bytes[byte + 4] ?? 0) >>> (8 - shift));
  }

  /** The next `count` bits, 1 to 32. */
  take(count: number): number {
    const value = this.peek() >>> (32 - count);
    this.at += count;
    return value;
  }

  /** The same for 0 to 53 bits. */
  takeWide(count: number): number {
    if (count === 0) return 0;
    if (count <= 24) return this.take(count);
    const high = this.takeWide(count - 24);
    return high * 0x100_0000 + this.take(24);
  }

  /** @throws RangeError when more was read than there is: a damaged segment */
  checkEnd(): void {
    if (this.at > this.bits) throw new RangeError('the segment ends too early');
  }
}
