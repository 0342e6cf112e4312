import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { type Change } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';
export interface NewestOptions {
    gateway: string;
    matchkey: string;
    /** The newest events of the tunnel from the store, newest first. */
    readNewest: (limit: number) => Promise<TunnelwatchEvent[]>;
    /** Events of the tunnel that a step added. */
    countIn: (step: PublishedStep) => number;
    /** Events of the tunnel that a step took out of the store. */
    countRemovedIn: (step: PublishedStep) => number;
    onError: (error: unknown) => void;
    /** Asks for another `take` soon. */
    requestFlush: () => void;
}
/** The newest events of one tunnel by their time. A step that carries all of them is merged; else the store is asked. */
export declare class NewestPart implements Part {
    private readonly options;
    private events;
    private hasChanged;
    private isReading;
    private mustRead;
    private lastTold;
    /** The events that everybody in the room has, by number. */
    private told;
    constructor(options: NewestOptions);
    start(): Promise<void>;
    snapshot(): Change[];
    onStep(published: PublishedStep): void;
    take(now: number): Change[];
    /** True when events left the list only because newer ones pushed them out of it. */
    private keptAll;
    private noteTold;
    private read;
}
