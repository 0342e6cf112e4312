import { AntiReplayWindow, type WindowVerdict } from './anti-replay-window.js';
/** The highest sequence number without extended numbers (RFC 4303 section 2.2). */
export declare const MAX_SEQNO_32 = 4294967295;
export interface InboundSettings {
    windowSize: number;
    packetsPerSecond: number;
    usesEsn: boolean;
    /** When the SA was negotiated, epoch ms. */
    createdAtMs: number;
    /** Time between rekeys, milliseconds. */
    lifetimeMs: number;
    /** Number of the first packet; above 1 only for an extended counter that is already past 2^32. */
    firstSeqno: number;
}
/** How the receiving end reads an arriving packet: the number it takes it for, and what its window says of that. */
interface Reading {
    seqno: number;
    verdict: WindowVerdict;
    /** True when an extended number was rebuilt wrongly, so that the integrity check fails (RFC 4303 appendix A2). */
    isMisread: boolean;
}
/** The receiving side of one tunnel: its packets come at a steady rate and move a real window; a rekey starts anew. */
export declare class InboundSa {
    #private;
    readonly usesEsn: boolean;
    constructor(settings: InboundSettings);
    get window(): AntiReplayWindow;
    get packetsPerSecond(): number;
    /** Rises by one with every rekey. */
    get generation(): number;
    /** True while no authentic packet arrives. */
    get isStalled(): boolean;
    /** Lets all packets up to this moment (epoch ms) arrive, rekeying where the lifetime or the volume ends. */
    advanceTo(atMs: number): void;
    /** A new SA: its numbers and its window start from 1 at this moment. */
    rekey(atMs: number): void;
    /** From now on no authentic packet arrives, until the next `rekey`. */
    stall(atMs: number): void;
    /** Raises the traffic of the tunnel to at least this many packets a second, from this moment on. */
    raiseRate(atMs: number, packetsPerSecond: number): void;
    /** The number of the packet that comes next, not yet seen by the window. */
    get nextSeqno(): number;
    /**
     * Judges a packet that was sent with this number, without taking it. With extended numbers only the low 32 bits
     * travel: the receiver rebuilds the rest from its window, so a late packet is taken for one of the next subspace
     * and fails the integrity check, not the replay check (RFC 4303 appendix A2.2).
     */
    read(seqno: number): Reading;
}
/** The sending side of one tunnel: a counter that ends at 2^32 - 1 unless it is extended. */
export declare class OutboundSa {
    #private;
    constructor(settings: Omit<InboundSettings, 'windowSize' | 'firstSeqno'>);
    get packetsPerSecond(): number;
    /** Number of the packet sent at this moment (epoch ms), at least 1, at most the end of the counter. */
    seqnoAt(atMs: number): number;
    /** True when the counter stands at its end, so that nothing more can be sent before a rekey. */
    isExhausted(atMs: number): boolean;
    /** Puts the counter so near its end that it runs out after `seconds`, and lets no rekey save it. */
    exhaustAfter(atMs: number, seconds: number): void;
    /** A new SA: the counter starts again at this moment. */
    rekey(atMs: number): void;
}
export {};
