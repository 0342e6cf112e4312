/** Reads what `ByteWriter` wrote. @throws RangeError when the bytes end too early: the segment is damaged */
export class ByteReader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  byte(): number {
    const value = this.buffer[this.at];
    if (value === undefined) throw new RangeError('the segment ends too early');
    this.at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  /** A varint that counts the following items, each at least a byte long. */
  count(): number {
    const count = this.varint();
    if (count > this.buffer.length - this.at) throw new RangeError('the segment ends too early');
    return count;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  bytes(): Buffer {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.buffer.length) throw new RangeError('the segment ends too early');
    const value = this.buffer.subarray(this.at, end);
    this.at = end;
    return value;
  }

  latin1(): string {
    return this.bytes().toString('latin1');
  }

  /** All remaining bytes. */
  rest(): Buffer {
    return this.buffer.subarray(this.at);
  }
}
