/** Collects bytes in a buffer that grows; numbers are written as varints, little end first. */
export class ByteWriter {
    buffer;
    used = 0;
    constructor(startBytes = 64 * 1024) {
        this.buffer = Buffer.allocUnsafe(startBytes);
    }
    get length() {
        return this.used;
    }
    clear() {
        this.used = 0;
    }
    byte(value) {
        this.reserve(1);
        this.buffer[this.used++] = value;
    }
    /** A whole number from 0 to 2^53 − 1 in 7 bits a byte. */
    varint(value) {
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
    signed(value) {
        this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
    }
    /** Bytes with their length in front. */
    bytes(value) {
        this.varint(value.length);
        this.reserve(value.length);
        this.buffer.set(value, this.used);
        this.used += value.length;
    }
    /** Latin-1 text with its length in front. */
    latin1(value) {
        this.bytes(Buffer.from(value, 'latin1'));
    }
    /** What was written; valid until the next write. */
    view() {
        return this.buffer.subarray(0, this.used);
    }
    reserve(count) {
        if (this.used + count <= this.buffer.length)
            return;
        const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.used + count));
        this.buffer.copy(larger, 0, 0, this.used);
        this.buffer = larger;
    }
}
//# sourceMappingURL=byte-writer.js.map