/** Deltas kept for clients that come back; one that was away longer gets a snapshot. */
const MOST_DELTAS = 300;
/** And never more than this much text in one room. */
const MOST_BYTES = 2 * 1024 * 1024;
/** One stream of changes with rising numbers: a list of parts, and the deltas of the last minutes [LIVE-1]. */
export class Room {
    name;
    epoch;
    parts;
    /** Settles when every part has read what it begins with. */
    ready;
    isReady = false;
    seq = 0;
    deltas = [];
    bytes = 0;
    constructor(name, epoch, parts) {
        this.name = name;
        this.epoch = epoch;
        this.parts = parts;
        this.ready = Promise.all(parts.map((part) => part.start())).then(() => {
            this.isReady = true;
        });
    }
    onStep(step) {
        for (const part of this.parts)
            part.onStep(step);
    }
    /** The next delta, with all that changed; undefined when nothing did. */
    flush(now, isTick) {
        if (!this.isReady)
            return undefined;
        const changes = this.parts.flatMap((part) => part.take(now, isTick));
        if (changes.length === 0)
            return undefined;
        const delta = { room: this.name, epoch: this.epoch, prev: this.seq, seq: this.seq + 1, changes };
        this.seq += 1;
        this.remember(delta);
        return delta;
    }
    /** What a client needs that has everything up to `since`, or nothing [LIVE-2]. Call it only when the room is ready. */
    resume(since, now) {
        if (since !== undefined && since.epoch === this.epoch && since.seq <= this.seq) {
            const missing = this.deltas.map(({ delta }) => delta).filter((delta) => delta.seq > since.seq);
            if (missing.length === this.seq - since.seq)
                return { kind: 'deltas', deltas: missing };
        }
        return { kind: 'snapshot', snapshot: this.snapshot(now) };
    }
    snapshot(now) {
        const changes = this.parts.flatMap((part) => part.snapshot(now));
        return { room: this.name, epoch: this.epoch, seq: this.seq, changes };
    }
    remember(delta) {
        const bytes = JSON.stringify(delta).length;
        this.deltas.push({ delta, bytes });
        this.bytes += bytes;
        while (this.deltas.length > MOST_DELTAS || this.bytes > MOST_BYTES) {
            const oldest = this.deltas.shift();
            if (oldest === undefined)
                break;
            this.bytes -= oldest.bytes;
        }
    }
}
//# sourceMappingURL=room.js.map