import { AntiReplayWindow } from './anti-replay-window.js';
/** The highest sequence number without extended numbers (RFC 4303 section 2.2). */
export const MAX_SEQNO_32 = 0xffff_ffff;
const SUBSPACE = 0x1_0000_0000;
/** A gateway rekeys by volume before the counter ends; 19/20 of it, as usual for a soft lifetime. */
const SOFT_VOLUME = Math.floor(MAX_SEQNO_32 * 0.95);
/** The receiving side of one tunnel: its packets come at a steady rate and move a real window; a rekey starts anew. */
export class InboundSa {
    usesEsn;
    #windowSize;
    #lifetimeMs;
    #packetsPerSecond;
    #window;
    #anchorMs;
    #anchorSeqno;
    #rekeyAtMs;
    #generation = 1;
    #isStalled = false;
    constructor(settings) {
        this.usesEsn = settings.usesEsn;
        this.#windowSize = settings.windowSize;
        this.#lifetimeMs = settings.lifetimeMs;
        this.#packetsPerSecond = settings.packetsPerSecond;
        this.#window = new AntiReplayWindow(settings.windowSize);
        this.#anchorMs = settings.createdAtMs;
        this.#anchorSeqno = settings.firstSeqno - 1;
        this.#rekeyAtMs = settings.createdAtMs + settings.lifetimeMs;
    }
    get window() {
        return this.#window;
    }
    get packetsPerSecond() {
        return this.#packetsPerSecond;
    }
    /** Rises by one with every rekey. */
    get generation() {
        return this.#generation;
    }
    /** True while no authentic packet arrives. */
    get isStalled() {
        return this.#isStalled;
    }
    /** Lets all packets up to this moment (epoch ms) arrive, rekeying where the lifetime or the volume ends. */
    advanceTo(atMs) {
        if (this.#isStalled)
            return;
        if (atMs >= this.#rekeyAtMs) {
            const periods = Math.floor((atMs - this.#rekeyAtMs) / this.#lifetimeMs);
            this.rekey(this.#rekeyAtMs + periods * this.#lifetimeMs);
        }
        const seqno = this.#anchorSeqno + Math.floor(((atMs - this.#anchorMs) / 1000) * this.#packetsPerSecond);
        if (!this.usesEsn && seqno > SOFT_VOLUME)
            this.rekey(atMs);
        else
            this.#window.advanceTo(seqno);
    }
    /** A new SA: its numbers and its window start from 1 at this moment. */
    rekey(atMs) {
        this.#window = new AntiReplayWindow(this.#windowSize);
        this.#anchorMs = atMs;
        this.#anchorSeqno = 0;
        this.#rekeyAtMs = atMs + this.#lifetimeMs;
        this.#generation += 1;
        this.#isStalled = false;
    }
    /** From now on no authentic packet arrives, until the next `rekey`. */
    stall(atMs) {
        this.advanceTo(atMs);
        this.#isStalled = true;
    }
    /** Raises the traffic of the tunnel to at least this many packets a second, from this moment on. */
    raiseRate(atMs, packetsPerSecond) {
        if (this.#packetsPerSecond >= packetsPerSecond)
            return;
        this.advanceTo(atMs);
        this.#anchorMs = atMs;
        this.#anchorSeqno = Math.max(this.#window.highest, this.#anchorSeqno);
        this.#packetsPerSecond = packetsPerSecond;
    }
    /** The number of the packet that comes next, not yet seen by the window. */
    get nextSeqno() {
        return this.#window.highest + 1;
    }
    /**
     * Judges a packet that was sent with this number, without taking it. With extended numbers only the low 32 bits
     * travel: the receiver rebuilds the rest from its window, so a late packet is taken for one of the next subspace
     * and fails the integrity check, not the replay check (RFC 4303 appendix A2.2).
     */
    read(seqno) {
        const taken = this.usesEsn ? this.#rebuild(seqno % SUBSPACE) : seqno;
        const verdict = this.#window.verdict(taken);
        const isRefused = verdict === 'late' || verdict === 'duplicate';
        return { seqno: taken, verdict, isMisread: taken !== seqno && !isRefused };
    }
    #rebuild(low) {
        const { top, size } = this.#window;
        const topHigh = Math.floor(top / SUBSPACE);
        const topLow = top % SUBSPACE;
        if (topLow >= size - 1)
            return (low >= topLow - size + 1 ? topHigh : topHigh + 1) * SUBSPACE + low;
        // The window spans two subspaces.
        return (low >= topLow - size + 1 + SUBSPACE ? topHigh - 1 : topHigh) * SUBSPACE + low;
    }
}
/** The sending side of one tunnel: a counter that ends at 2^32 - 1 unless it is extended. */
export class OutboundSa {
    #packetsPerSecond;
    #limit;
    #lifetimeMs;
    #anchorMs;
    #anchorSeqno = 0;
    #rekeyAtMs;
    #isHeld = false;
    constructor(settings) {
        this.#packetsPerSecond = settings.packetsPerSecond;
        this.#limit = settings.usesEsn ? Number.MAX_SAFE_INTEGER : MAX_SEQNO_32;
        this.#lifetimeMs = settings.lifetimeMs;
        this.#anchorMs = settings.createdAtMs;
        this.#rekeyAtMs = settings.createdAtMs + settings.lifetimeMs;
    }
    get packetsPerSecond() {
        return this.#packetsPerSecond;
    }
    /** Number of the packet sent at this moment (epoch ms), at least 1, at most the end of the counter. */
    seqnoAt(atMs) {
        if (atMs >= this.#rekeyAtMs && !this.#isHeld) {
            const periods = Math.floor((atMs - this.#rekeyAtMs) / this.#lifetimeMs);
            this.rekey(this.#rekeyAtMs + periods * this.#lifetimeMs);
        }
        const sent = this.#anchorSeqno + Math.floor(((atMs - this.#anchorMs) / 1000) * this.#packetsPerSecond);
        return Math.min(Math.max(sent, 1), this.#limit);
    }
    /** True when the counter stands at its end, so that nothing more can be sent before a rekey. */
    isExhausted(atMs) {
        return this.seqnoAt(atMs) >= this.#limit;
    }
    /** Puts the counter so near its end that it runs out after `seconds`, and lets no rekey save it. */
    exhaustAfter(atMs, seconds) {
        this.#anchorMs = atMs;
        this.#anchorSeqno = this.#limit - Math.ceil(seconds * this.#packetsPerSecond);
        this.#isHeld = true;
    }
    /** A new SA: the counter starts again at this moment. */
    rekey(atMs) {
        this.#anchorMs = atMs;
        this.#anchorSeqno = 0;
        this.#rekeyAtMs = atMs + this.#lifetimeMs;
        this.#isHeld = false;
    }
}
//# sourceMappingURL=security-association.js.map