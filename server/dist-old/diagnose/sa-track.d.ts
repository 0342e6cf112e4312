import { CounterGauge } from './counter-gauge.js';
import { type Drop } from './drop.js';
/** What a line says of its SA. */
export type SaNews = 'first' | 'moved' | 'still' | 'new-sa' | 'old-sa';
/** Follows the inbound SA of a tunnel by the base of its window, which only authentic packets move. */
export declare class SaTrack {
    readonly gauge: CounterGauge;
    /** Times of new SAs, epoch ms. */
    readonly rekeys: number[];
    /** The base at which this SA was first seen; numbers are kept as their distance from it. */
    originHigh: number;
    originLow: number;
    /** The base, from the origin. */
    base: number;
    /** When the base last moved, epoch ms; NaN before anything was seen. */
    movedAt: number;
    isEsn: boolean;
    private old;
    /** The base as a double: exact below 2^53. */
    private get baseNumber();
    /** A number of this SA as its distance from the origin: exact wherever numbers are near each other. */
    fromOrigin(high: number, low: number): number;
    /** Takes the base of a line that has one. */
    note({ time, baseHigh, baseLow }: Drop): SaNews;
    private noteFall;
    private oldBase;
    /** True for a line of the SA before: its packets go on for a while, and lines do not name their SA. */
    private isOld;
    private begin;
}
