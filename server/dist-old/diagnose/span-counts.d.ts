import { NeededWindows } from './needed-windows.js';
import { NumberPattern } from './number-pattern.js';
/**
 * What the drops of a stretch of time add up to. There are two for each of up to 100,000 tunnels, so parts that most do
 * without are made when they are needed.
 */
export declare class SpanCounts {
    events: number;
    firstTime: number;
    lastTime: number;
    late: number;
    duplicate: number;
    inconsistent: number;
    /** Late packets by how late they were, where a rate was known. */
    lateShort: number;
    lateMiddle: number;
    lateLong: number;
    /** Late packets, each the number after the one before, while the window stood still. */
    climbing: number;
    /** Late packets at the base of the line before. */
    still: number;
    /** Late packets while the window had stood still for longer than its rate lets it. */
    stalled: number;
    /** Late packets whose number had come often enough before to be a replay. */
    repeated: number;
    /** Copies close behind the first of them. */
    copies: number;
    /** Refused packets so close below the base that they may be copies, were the base the right edge. */
    atBase: number;
    lowestLate: number;
    /** Windows needed by late packets: by all, by those of known lag time below the gate, and by those of unknown time. */
    readonly needed: NeededWindows;
    neededNear: NeededWindows | undefined;
    neededUndated: NeededWindows | undefined;
    private failedNumbers;
    private refusedNumbers;
    /** Numbers of messages and their events. */
    private messageIds;
    private messageCounts;
    count(messageId: number, time: number): void;
    /** Events of these messages. */
    of(...messageIds: readonly number[]): number;
    /** Numbers of packets that failed the integrity check. */
    get integrity(): NumberPattern;
    /** Numbers of late packets. */
    get lateNumbers(): NumberPattern;
    addIntegrity(number: number): void;
    addLate(number: number, needed: number): void;
    addAll(other: SpanCounts): void;
    private addMessages;
}
