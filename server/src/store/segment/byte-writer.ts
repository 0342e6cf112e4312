/** Collects bytes in a buffer that grows; numbers are written as little-endian varints. */
export class ByteWriter {
  private buffer: Buffer;
  private used = 0;

  constructor(startBytes = 64 * 1024) {
    this.buffer = Buffer.allocUnsafe(startBytes);
  }

  get length(): number {
    return this.used;
  }

  clear(): void {
    this.used = 0;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.used++] = value;
  }

  /** A whole number from 0 to 2^53 − 1, 7 bits per byte. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    // Bit operations work on 32 bits only; beyond them the division is exact up to 2^53.
    while (rest > 0x7fff_ffff) {
      this.buffer[this.used++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      this.buffer[this.used++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.used++] = rest;
  }

  /** A whole number between −2^52 and 2^52; small ones of either sign are short. */
  signed(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  /** Bytes, preceded by their length. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.used);
    this.used += value.length;
  }

  /** Latin-1 text, preceded by its length. */
  latin1(value: string): void {
    this.bytes(Buffer.from(value, 'latin1'));
  }

  /** What was written; valid until the next write. */
  view(): Buffer {
    return this.buffer.subarray(0, this.used);
  }

  private reserve(count: number): void {
    if (this.used + count <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + count));
    this.buffer.copy(larger, 0, 0, this.used);
    this.buffer = larger;
  }
}
