/** Reads what `ByteWriter` wrote. @throws RangeError when the bytes end too early: a damaged segment */
export class ByteReader {
    buffer;
    at = 0;
    constructor(buffer) {
        this.buffer = buffer;
    }
    byte() {
        const value = this.buffer[this.at];
        if (value === undefined)
            throw new RangeError('the segment ends too early');
        this.at += 1;
        return value;
    }
    varint() {
        let value = 0;
        let scale = 1;
        for (;;) {
            const byte = this.byte();
            value += (byte & 0x7f) * scale;
            if (byte < 0x80)
                return value;
            scale *= 128;
        }
    }
    /** A varint that counts what follows, each thing at least a byte long. */
    count() {
        const count = this.varint();
        if (count > this.buffer.length - this.at)
            throw new RangeError('the segment ends too early');
        return count;
    }
    signed() {
        const value = this.varint();
        return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    bytes() {
        const length = this.varint();
        const end = this.at + length;
        if (end > this.buffer.length)
            throw new RangeError('the segment ends too early');
        const value = this.buffer.subarray(this.at, end);
        this.at = end;
        return value;
    }
    latin1() {
        return this.bytes().toString('latin1');
    }
    /** All bytes that are left. */
    rest() {
        return this.buffer.subarray(this.at);
    }
}
//# sourceMappingURL=byte-reader.js.map