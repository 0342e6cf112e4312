import type { Socket } from 'node:net';
import type { ListenerParts } from './listener.js';
/** One connection of a sender, from its first byte to its last line. */
export declare class StreamConnection {
    private readonly socket;
    readonly peer: string;
    private readonly parts;
    private readonly cutter;
    private readonly lines;
    private heldTimer;
    private countedBad;
    private countedHeld;
    /** When the last line was complete, or the connection began; epoch ms. */
    private lastLineAt;
    private unfinishedSince;
    /** True when its sender ended it, and not we or an error. */
    private isOrderly;
    private isEndedByUs;
    private keepsRest;
    /** True once it has brought a line. */
    hasSpoken: boolean;
    /** Chunks received so far. */
    receivedChunks: number;
    constructor(socket: Socket, peer: string, parts: ListenerParts);
    /** Stops or resumes reading. Time that passes meanwhile is not the sender's. */
    hold(isHolding: boolean): void;
    /** True when a limit of time is over. */
    isOverdue(now: number): boolean;
    /** Says goodbye; what is on its way is still taken. */
    sayGoodbye(): void;
    /** Ends it at once; what was received is still read. */
    destroy(): void;
    /** Ends it since it took too long. The text of a line that was never completed is taken as it is. */
    expire(): void;
    private read;
    private readEnd;
    /** Counts what was held back and what was broken, and sees to it that nothing is held for long. */
    private settle;
    private releaseHeld;
}
