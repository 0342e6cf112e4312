import { type ChannelState, type ChannelTest } from '@tunnelwatch/shared/notification';
import type { OutboxResult } from '../store/outbox.js';
import type { ReadableStore } from '../store/queries.js';
import type { AlertResender } from './alert-resender.js';
import type { Channel } from './channel.js';
export interface DelivererParts {
    channels: readonly Channel[];
    outbox: Pick<ReadableStore, 'dueEntries' | 'outboxSummary'>;
    /** Has results stored with the next commit. */
    report: (results: OutboxResult[]) => void;
    onError: (error: unknown) => void;
    clock: () => number;
    chance: () => number;
    /** What tells of lasting alerts again and again. */
    resenders?: readonly Pick<AlertResender, 'start' | 'stop'>[];
}
/** Delivers what the outbox holds, each channel by itself, and knows how each of them stands. */
export declare class Deliverer {
    private readonly parts;
    private readonly queues;
    constructor(parts: DelivererParts);
    /** Goes on with what an earlier run has left, and gives up what waits for channels that are no longer there. */
    start(): Promise<void>;
    /** There may be something new to deliver. */
    wake(): void;
    /** Results that were reported are durable by now. */
    stored(results: readonly Pick<OutboxResult, 'id' | 'attempts'>[]): void;
    /** How each channel stands, in the order of the settings. */
    states(): Promise<ChannelState[]>;
    /** Sends a test over a channel, past its queue; undefined when there is no such channel. */
    test(name: string): Promise<ChannelTest | undefined>;
    /** Begins nothing new; settles when what was under way has ended. */
    close(): Promise<void>;
    private giveUp;
}
