import type { EventFilter } from '@tunnelwatch/shared/api';
import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import { type Change } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';
export interface EventsOptions {
    /** The newest events of the filter from the store, newest first. */
    readNewest: (filter: EventFilter, limit: number) => Promise<TunnelwatchEvent[]>;
    filter: Pick<EventFilter, 'gateway' | 'class' | 'messageId'>;
    /** Events of the filter among all that a step added. */
    countIn: (step: PublishedStep) => number;
    /** All stored events of the filter. */
    countAll: () => number;
}
/** The tail of the events in the order of storing, bounded; what a burst leaves out is counted and said. */
export declare class EventsPart implements Part {
    private readonly options;
    private events;
    private fresh;
    private skipped;
    /** The highest number in the store's answer: a step that begins at or below it is in the answer already. */
    private lastSeq;
    private toldTotal;
    private early;
    constructor(options: EventsOptions);
    start(): Promise<void>;
    snapshot(): Change[];
    onStep(published: PublishedStep): void;
    take(): Change[];
    private fits;
}
