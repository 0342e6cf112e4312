import type { OutboxResult } from '../store/outbox.js';
import type { ReadableStore } from '../store/queries.js';
import type { SendOutcome } from './send-outcome.js';
export interface ChannelQueueParts {
    channel: string;
    outbox: Pick<ReadableStore, 'dueEntries'>;
    /** Delivers the body of an entry once; never rejects. */
    send: (body: string) => Promise<SendOutcome>;
    /** Hands over what became of an attempt, to be stored; `stored` is called when it was. */
    report: (results: OutboxResult[]) => void;
    /** Told that the outbox could not be read. */
    onError: (error: unknown) => void;
    clock: () => number;
    /** 0 to 1. */
    chance: () => number;
}
/**
 * Delivers what waits for one channel, in order. What it has reported but is not stored yet it remembers, so that nothing
 * that was confirmed is sent again, short of a crash between the two. While the channel does not answer it is tried with
 * one message, and the others wait.
 */
export declare class ChannelQueue {
    private readonly parts;
    /** Reported and not stored yet: attempts by number, and when the next one is due; undefined when there is none. */
    private readonly reported;
    private failures;
    private heldUntil;
    private isRunning;
    private isWoken;
    private isClosed;
    private timer;
    private ended;
    constructor(parts: ChannelQueueParts);
    /** There may be something to do. */
    wake(): void;
    /** Results are durable by now. */
    stored(results: readonly Pick<OutboxResult, 'id' | 'attempts'>[]): void;
    /** Begins nothing new; settles when what was under way has ended. */
    close(): Promise<void>;
    private run;
    /** Sends what is due; gives when the next is due, epoch ms, or null when nothing waits. */
    private pass;
    /** One attempt; gives why it failed when the whole channel has to wait after it. */
    private attempt;
    /** What is too old is not tried again while the channel does not answer: one by one it would take hours. */
    private giveUpOld;
    private settle;
}
