import type { Delta, Snapshot } from '@tunnelwatch/shared/protocol';
import type { Part } from './part.js';
import type { PublishedStep } from './published-step.js';
/** What a returning client gets. */
export type Resumption = {
    kind: 'deltas';
    deltas: Delta[];
} | {
    kind: 'snapshot';
    snapshot: Snapshot;
};
/** One stream of changes with rising numbers: a list of parts, and the deltas of the last minutes [LIVE-1]. */
export declare class Room {
    readonly name: string;
    private readonly epoch;
    private readonly parts;
    /** Settles when every part has read what it begins with. */
    readonly ready: Promise<void>;
    private isReady;
    private seq;
    private deltas;
    private bytes;
    constructor(name: string, epoch: string, parts: readonly Part[]);
    onStep(step: PublishedStep): void;
    /** The next delta, with all that changed; undefined when nothing did. */
    flush(now: number, isTick: boolean): Delta | undefined;
    /** What a client needs that has everything up to `since`, or nothing [LIVE-2]. Call it only when the room is ready. */
    resume(since: {
        epoch: string;
        seq: number;
    } | undefined, now: number): Resumption;
    snapshot(now: number): Snapshot;
    private remember;
}
