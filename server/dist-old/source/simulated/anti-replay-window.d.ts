/** What the anti-replay check says of a sequence number (RFC 4303 section 3.4.3). */
export type WindowVerdict = 'late' | 'duplicate' | 'open' | 'above';
/**
 * A sliding anti-replay window as RFC 4303 section 3.4.3 describes it, kept as a ring of bits as in RFC 6479.
 * It covers [base, top] with top = base + size - 1 and starts at [1, size] with nothing seen. Numbers are whole and stay
 * far below 2^53. Only authentic packets may be given to `accept` and `advanceTo`: they alone move the window.
 */
export declare class AntiReplayWindow {
    #private;
    readonly size: number;
    /** `size` is a multiple of 32 of 32 to 4096. */
    constructor(size: number);
    /** The lowest acceptable number: the left edge. */
    get base(): number;
    /** The right edge. */
    get top(): number;
    /** The highest number accepted so far; 0 before the first. It is below `top` only while a new SA fills its first window. */
    get highest(): number;
    /** Judges a number without changing anything: `late` and `duplicate` packets are the ones a gateway refuses. */
    verdict(seqno: number): WindowVerdict;
    /** Takes an authentic packet; a refused number changes nothing. Returns what was said of it. */
    accept(seqno: number): WindowVerdict;
    /** Takes all authentic packets after the highest one up to `seqno` in order, at the cost of one. */
    advanceTo(seqno: number): void;
}
