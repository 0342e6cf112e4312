import type { ListenerHealth, Silence, SourceHealth } from '@tunnelwatch/shared/source-health';
import type { SourceRecord } from '../store/store.js';
/** What the reader of a source tells of itself: the tail of a file, a listener. */
export interface SourceReader {
    readonly state: SourceHealth['state'];
    /** Byte position up to which everything is taken. */
    readonly offset: number;
    readonly size: number | null;
    readonly lagBytes: number;
    /** What is wrong now, with its remedy. */
    readonly lastError: string | null;
    /** True while bytes wait that were not read; an unfinished last line waits for its writer and does not count. */
    readonly isBehind: boolean;
    /** The last look that left nothing unread, epoch ms; null when there was none since the start. */
    readonly readThroughAt: number | null;
    /** Bytes taken since the start; null where none are counted. */
    readonly bytesRead: number | null;
    readonly listenerHealth?: ListenerHealth | null;
    readonly silence?: Silence | null;
}
/** A source that is being read. */
export interface ReadSource {
    source: SourceRecord;
    reader: SourceReader;
}
/** All that there is to report on. */
export interface ReportedSources {
    read: Iterable<ReadSource>;
    /** All sources; those that are not being read are of an earlier run, or were read once. */
    all: Iterable<SourceRecord>;
    /** Up to where a source that is not being read was read. */
    positionOf: (sourceId: number) => number;
}
export interface SourceReportParts {
    /** The sources as they were stored when this run began. */
    earlier: readonly SourceRecord[];
    /** Called when a source has met an error that it should remember: its record was changed. */
    onRemembered: (source: SourceRecord) => void;
}
/** Health of the sources for people, and which of it changed since it was last told. */
export declare class SourceReport {
    private readonly parts;
    private readonly kept;
    private readonly lastArrivals;
    constructor(parts: SourceReportParts);
    /** The sources whose health differs from what the last call gave. Call it about once a second; `now` is epoch ms. */
    changes({ read, all, positionOf }: ReportedSources, now: number): SourceHealth[];
    /** How long the oldest unread byte of a source has waited at most, ms. */
    lagOf({ source, reader }: ReadSource, now: number): number;
    private tell;
    private keptOf;
    /**
     * Remembers an error with the time it began. That a file is not there is one only when it lasts: a rotation takes the
     * path away for an instant.
     */
    private noteError;
}
