import type { Change } from '@tunnelwatch/shared/protocol';
import { type SourceHealth } from '@tunnelwatch/shared/source-health';
import type { Part } from '../part.js';
/** Health of the sources; what changed is told once a second. */
export declare class SourcesPart implements Part {
    private readonly all;
    /** In the order of telling, the one that was told longest ago first. */
    private readonly told;
    /** @param all the sources; an entry is replaced, never edited, when its health changes */
    constructor(all: () => Iterable<SourceHealth>);
    start(): Promise<void>;
    snapshot(): Change[];
    onStep(): void;
    take(_now: number, isTick: boolean): Change[];
    private forgetGone;
    /** What to tell now: all that changed, or of very many those whose state changed, and then those that waited longest. */
    private next;
    private isUrgent;
    private brief;
}
