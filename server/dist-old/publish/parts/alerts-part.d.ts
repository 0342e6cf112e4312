import { type Alert } from '@tunnelwatch/shared/alert';
import { type Change } from '@tunnelwatch/shared/protocol';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';
/**
 * The alerts at hand, bounded to those that come first in the order of the list. What is new, or has come into another
 * state, is told at once. A count that grows is a counter, and waits for the tick: an alert that is fed by a stream of
 * events would else be sent to everybody ten times a second.
 */
export declare class AlertsPart implements Part {
    private readonly all;
    private readonly firstOut;
    private readonly changed;
    private shown;
    /** All alerts as of what was told last, by number. */
    private before;
    private isUrgent;
    /** The alert that a flood began with as of what was told last. */
    private toldFirst;
    /**
     * @param all the alerts at hand, which somebody else keeps up to date before steps reach this part
     * @param firstOut the alert that a flood began with, which is always among them
     */
    constructor(all: () => readonly Alert[], firstOut: () => number | null);
    start(): Promise<void>;
    snapshot(): Change[];
    onStep({ step }: PublishedStep): void;
    take(_now: number, isTick: boolean): Change[];
    private remember;
    private list;
}
