import { type Delta, type View } from '@tunnelwatch/shared/protocol';
import type { Step } from '../store/step.js';
import { Room } from './room.js';
import { type ContentSources } from './room-content.js';
export interface PublisherOptions extends Omit<ContentSources, 'requestFlush'> {
    clock: () => number;
    /** Sends a delta to everybody in its room. */
    send: (delta: Delta) => void;
}
/** All rooms: made when somebody looks, fed by steps, flushed when due, closed when nobody looks any more. */
export declare class Publisher {
    private readonly options;
    /** Names this run of the server [LIVE-3]. */
    private readonly run;
    private opened;
    private readonly rooms;
    private readonly ticker;
    private flushTimer;
    /** When the timer ends, in the time of the clock. */
    private flushAt;
    private isFlushing;
    constructor(options: PublisherOptions);
    /** Takes a step that the world has already taken in. */
    onStep(step: Step): void;
    /** Enters a room, making it when it is new; undefined when there are too many rooms. Pair it with `leave`. */
    enter(view: View): Promise<Room | undefined>;
    /** Tells everybody in a room what is waiting to be told. */
    flushRoom(room: Room): void;
    leave(view: View): void;
    close(): void;
    private scheduleFlush;
    private tick;
    private flush;
    private tell;
    private closeEmpty;
}
