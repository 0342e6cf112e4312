import { closeSync } from 'node:fs';
import { isFurther, TAIL_BYTES } from './file-identity.js';
import { ReadProgress } from './read-progress.js';
import { Unpacking } from './unpacking.js';
/**
 * Reads a compressed generation. Its content says which one it is: the bytes before the stored position are compared as
 * they are unpacked, and lines are taken from there on. So a generation goes on in its compressed successor, and a
 * second file of the same content gives nothing [TAIL-12].
 */
export class CompressedReading {
    parts;
    file;
    changedAt;
    unpacking;
    closing = Promise.resolve();
    open;
    match;
    progress;
    /** Bytes unpacked so far, and the last of them. */
    offset = 0;
    before = Buffer.alloc(0);
    isDone = false;
    /** Receiver's time of the last event read from it, epoch ms. */
    newestTime;
    constructor(parts) {
        this.parts = parts;
        this.file = parts.file;
        this.changedAt = parts.changedAt;
        this.open = parts.candidates;
        this.unpacking = this.begin();
    }
    /** The record that its lines are counted in, once that is known. */
    get record() {
        return this.progress?.record;
    }
    /** True when a part of it was read before. */
    get isContinued() {
        return this.progress?.isContinued === true;
    }
    /** Never: nothing is written to it any more. */
    get isCaughtUp() {
        return false;
    }
    /** Compressed bytes that were read. */
    get packedBytes() {
        return this.unpacking.packedBytes;
    }
    /**
     * Takes the next bytes that are unpacked, if any.
     * @throws UnpackError for a broken file; everything before the break was taken
     */
    step(sink) {
        if (this.isDone)
            return 'end';
        const chunk = this.unpacking.read();
        if (chunk === 'waiting')
            return 'waiting';
        if (chunk === 'end')
            return this.end(sink);
        this.compare(chunk);
        this.offset += chunk.length;
        this.before = lastBytes(this.before, chunk);
        if (this.progress === undefined && this.open.length === 0)
            return this.decide(chunk, sink);
        if (this.progress !== undefined)
            this.take(chunk, sink);
        return 'data';
    }
    /** Closes the file as soon as nothing uses it any more. */
    async close() {
        this.isDone = true;
        await this.closing;
        await this.unpacking.close();
        closeSync(this.parts.descriptor);
    }
    begin() {
        return new Unpacking(this.parts.descriptor, this.file, this.parts.onReady);
    }
    /** Drops the candidates that the bytes up to here have decided about. */
    compare(chunk) {
        const end = this.offset + chunk.length;
        const undecided = [];
        for (const record of this.open) {
            if (record.position > end)
                undecided.push(record);
            else if (this.bytesBefore(record.position, record.tail.length, chunk).equals(record.tail))
                this.prefer(record);
        }
        this.open = undecided;
    }
    prefer(record) {
        if (this.match === undefined || isFurther(record, this.match))
            this.match = record;
    }
    bytesBefore(position, length, chunk) {
        const joined = Buffer.concat([this.before, chunk]);
        const end = position - (this.offset - this.before.length);
        return joined.subarray(Math.max(0, end - length), Math.max(0, end));
    }
    /** Every candidate is decided about: goes on behind the position, with what is unpacked already or from the beginning. */
    decide(chunk, sink) {
        const record = this.parts.resolve(this.match);
        if (record === undefined)
            return this.leave();
        this.progress = this.progressOf(record);
        if (record.position < this.offset - chunk.length)
            this.restart();
        else
            this.take(chunk, sink);
        return 'data';
    }
    /** What was passed over is wanted after all: unpacks once more. */
    restart() {
        this.closing = Promise.all([this.closing, this.unpacking.close()]).then(() => undefined);
        this.unpacking = this.begin();
        this.offset = 0;
        this.before = Buffer.alloc(0);
    }
    take(chunk, sink) {
        const { progress } = this;
        if (progress === undefined || this.offset <= progress.readUpTo)
            return;
        const fresh = chunk.subarray(Math.max(0, chunk.length - (this.offset - progress.readUpTo)));
        const known = progress.before.length;
        progress.take(Buffer.concat([progress.before, fresh]), known, sink);
    }
    end(sink) {
        if (this.progress === undefined) {
            // Ends before the positions of those that are left: a copy of one of them, taken when that one was shorter.
            const isEarlierCopy = this.match === undefined && this.open.some((each) => this.parts.isPartOf(each, this.offset, this.before));
            const record = isEarlierCopy || this.offset === 0 ? undefined : this.parts.resolve(this.match);
            if (record === undefined)
                return this.leave();
            this.progress = this.progressOf(record);
            if (record.position < this.offset) {
                this.restart();
                return 'data';
            }
        }
        this.progress.finish(sink);
        this.isDone = true;
        return 'end';
    }
    progressOf(record) {
        return new ReadProgress(record, this.parts.maxLineBytes, this.parts.head.subarray(0, record.fingerprintLength));
    }
    leave() {
        this.isDone = true;
        return 'left';
    }
}
function lastBytes(before, chunk) {
    const joined = chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([before, chunk]);
    return Buffer.from(joined.subarray(Math.max(0, joined.length - TAIL_BYTES)));
}
//# sourceMappingURL=compressed-reading.js.map