import { LineTail, type TailBlock } from './line-tail.js';
import type { RepeatableTail } from './repetition.js';
/** A tail with its place among those of its sender. */
export interface PeerTail {
    readonly peer: string;
    readonly number: number;
    readonly tail: LineTail;
    /** The connection that it belongs to; null once that has ended. */
    owner: object | null;
    /** True when its connection was ended by the sender itself, in order. */
    endedInOrder: boolean;
}
/**
 * The tails of all senders of one listener. A connection has a tail of its own, so that several senders behind one
 * address do not spoil each other's; one that comes after another goes on with the tail of that one.
 */
export declare class PeerTails {
    private readonly byPeer;
    /** Ended ones, the longest ended first. */
    private readonly ended;
    private readonly changed;
    constructor(stored: readonly TailBlock[]);
    /**
     * What the first lines of a new connection of this sender may repeat. One line is enough where the connection before
     * broke. Where its sender ended it in order, or where it is open still (its end may be on its way), two are needed: a
     * sender that opens a connection for every line may well send the same line twice.
     */
    repeatable(peer: string): RepeatableTail[];
    /**
     * The tail that a new connection goes on with: the one that it repeats; else the only one that its sender has, if that
     * has ended; else a new one.
     */
    adopt(peer: string, owner: object, repeated: LineTail | undefined): PeerTail;
    push(peerTail: PeerTail, hash: number): void;
    /** The connection of a tail has ended. */
    end(peerTail: PeerTail, owner: object, isOrderly: boolean): void;
    /** Blocks that changed since the last call, for the transaction that stores the lines behind them. */
    takeChanges(sourceId: number): TailBlock[];
    private restore;
    private add;
    private forgetFirst;
}
