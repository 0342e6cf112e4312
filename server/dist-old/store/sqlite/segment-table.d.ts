import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { DamagedSegment, type Segment } from '../segment/segment.js';
import { OpenSegment, type SegmentHead } from './open-segment.js';
/** Writes segments as rows. */
export declare class SegmentWriter {
    private readonly insert;
    constructor(database: DatabaseSyncInstance);
    add(segment: Segment, firstSeq: number): void;
}
/** A damaged segment by name. */
export declare function damageOf({ id, firstSeq, count, firstTime, lastTime }: Omit<SegmentHead, 'version' | 'kinds'>, error: DamagedSegment): SegmentDamage;
/** Finds segments by time, and keeps the ones used last open. */
export declare class SegmentTable {
    private readonly names;
    private readonly onDamage;
    private readonly mostBytes;
    private readonly open;
    /** What each open segment took when it was used last. */
    private readonly bytes;
    private openBytes;
    private readonly heads;
    private readonly parts;
    constructor(database: DatabaseSyncInstance, names: (subjectId: number) => string | undefined, onDamage: (damage: SegmentDamage) => void, mostBytes?: number);
    /** Segments that may hold events with `from` <= time < `to`, those that reach furthest first. */
    overlapping(from: number, to: number): SegmentHead[];
    /** Times of the oldest and the newest event in segments, epoch ms; undefined when there is none. */
    timeBounds(): {
        first: number;
        last: number;
    } | undefined;
    /** Works on a segment; a damaged one is named and passed over, so that the rest stays readable. */
    use(head: SegmentHead, work: (segment: OpenSegment) => void): void;
    /** Closes the segments whose last use is longest ago until the open ones fit; the one at hand goes too if it must. */
    private keepWithinBounds;
    private forget;
    private readPart;
}
