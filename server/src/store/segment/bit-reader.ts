import { PADDING_BYTES } from './bit-writer.js';

/** Reads what `BitWriter` wrote, padding included. */
export class BitReader {
  /** The next bit. */
  at = 0;

  constructor(readonly bytes: Buffer) {}

  /** The next 32 bits, as a signed number; zeros beyond the end. */
  peek(): number {
    return bitsAt(this.bytes, this.at);
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

  /** @throws RangeError when more was read than there is: the segment is damaged */
  checkEnd(): void {
    if (this.at > (this.bytes.length - PADDING_BYTES) * 8) throw new RangeError('the segment ends too early');
  }
}

/** The 32 bits from a bit on, as a signed number; zeros beyond the end. */
export function bitsAt(bytes: Buffer, at: number): number {
  const byte = at >>> 3;
  const word =
    ((bytes[byte] ?? 0) << 24) |
    ((bytes[byte + 1] ?? 0) << 16) |
    ((bytes[byte + 2] ?? 0) << 8) |
    (bytes[byte + 3] ?? 0);
  // At a byte boundary this shifts right by 8 bits, which leaves nothing.
  return (word << (at & 7)) | ((bytes[byte + 4] ?? 0) >>> (8 - (at & 7)));
}
