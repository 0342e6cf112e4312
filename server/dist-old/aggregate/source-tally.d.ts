import type { LineSample, ListenerCounts } from '@tunnelwatch/shared/source-health';
import { type UsualTraffic } from './usual-traffic.js';
import type { Classified } from '../classify/classify-line.js';
/** What was counted from one source. The same shape is stored beside its position, so the counts survive a crash. */
export interface SourceCounts {
    counts: {
        lines: number;
        events: number;
        unknown: number;
        other: number;
        unreadable: number;
        empty: number;
        cut: number;
        slow: number;
    };
    otherByCategory: Record<string, number>;
    unknownById: Record<string, number>;
    unreadableByReason: Record<string, number>;
    unreadableSamples: LineSample[];
    unknownSamples: LineSample[];
    lastArrival: number | null;
    lastTime: number | null;
    lastLine: string | null;
    skewMs: number | null;
    rotations: number;
    truncations: number;
    /** The last error and when it began, epoch ms; kept when it is over. */
    pastError: {
        at: number;
        message: string;
    } | null;
    usual: UsualTraffic;
    /** What only a listener counts; null for any other source. */
    listener: ListenerCounts | null;
    /** Bytes of rotated files that were gone before they could be read. */
    lostBytes: number;
}
/** Counts of a source that nothing was read from yet. */
export declare function emptyCounts(): SourceCounts;
/** Counts of a listener that nobody sent anything to yet. */
export declare function emptyListenerCounts(): ListenerCounts;
/** Counts one line as exactly what it became; lines = events + other + unreadable + empty holds after every call. */
export declare function tallyLine(tally: SourceCounts, line: string, isCut: boolean, became: Classified, now: number): void;
/** Counts a line that became an event by its shape, as `tallyLine` does but for the share of slow lines. */
export declare function tallyEvent(tally: SourceCounts, { time, skewMs }: {
    time: number;
    skewMs: number | undefined;
}, now: number): void;
/** Counts a line of another category, as `tallyLine` does. */
export declare function tallyOther(tally: SourceCounts, category: string, now: number): void;
/** Counts an event that the catalogue does not have, and keeps a sample of each id now and then. */
export declare function tallyUnknown(tally: SourceCounts, messageId: number | null, now: number, line: () => string): void;
/** The beginning of a line, for people to look at. */
export declare function sampleOf(line: string): string;
