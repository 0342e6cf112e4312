import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';
import type { Catalogue } from '../classify/catalogue.js';
import type { Step } from '../store/step.js';
/** A step on its way to the rooms: its events are decoded for people only when a room wants them, and then once. */
export declare class PublishedStep {
    readonly step: Step;
    private readonly catalogue;
    private described;
    constructor(step: Step, catalogue: Catalogue);
    /** The newest events of the commit, oldest first. */
    get events(): readonly TunnelwatchEvent[];
}
