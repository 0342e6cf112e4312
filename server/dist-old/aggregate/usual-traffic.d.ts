/**
 * What usually comes from a source or a gateway, learned while it is watched: how many lines a minute, and how long it
 * is quiet in between. Bounded, plain data, stored beside what it is learned of.
 */
export interface UsualTraffic {
    /** Time over which it was learned, milliseconds; pauses (downtime, reading behind, an alarmed silence) do not count. */
    watchedMs: number;
    /** Quiet times between lines that were seen, all together. */
    gapCount: number;
    linesPerMinute: number;
    /** The longest quiet times of the newest three days of watching, oldest first. */
    gaps: Gap[];
}
export interface Gap {
    /** Length in whole seconds, rounded up. */
    seconds: number;
    /** `watchedMs` when it ended. */
    at: number;
}
/** What one second of watching showed. */
export interface Watched {
    elapsedMs: number;
    lines: number;
    /** Quiet time before these lines, milliseconds; undefined where its beginning was not seen. */
    gapMs: number | undefined;
}
/** What is known of something that was never watched. */
export declare function unknownTraffic(): UsualTraffic;
/** Learns from a second of watching, in place. */
export declare function learnTraffic(usual: UsualTraffic, { elapsedMs, lines, gapMs }: Watched): void;
/**
 * The quiet time that is usual, milliseconds: the second longest of the last three days. The longest alone may have been
 * an outage; what came twice belongs to this gateway, such as its nights. 0 where none was seen.
 */
export declare function usualGapMs({ gaps }: UsualTraffic): number;
