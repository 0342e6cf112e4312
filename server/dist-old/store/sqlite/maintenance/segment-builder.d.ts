import { type EventRecord } from '../../event-record.js';
import { type SubjectNames } from '../../segment/encode.js';
import type { Segment } from '../../segment/segment.js';
/** Builds one segment event by event, so that the work can be done in small steps. */
export declare class SegmentBuilder {
    private readonly names;
    private readonly pool;
    private readonly shapes;
    private readonly columns;
    /**
     * @param capacity most events that will be added, at most 65,536
     * @param names the name of a tunnel's subject, undefined for other subjects
     */
    constructor(capacity: number, names: SubjectNames);
    add(event: EventRecord): void;
    /** The segment of all that was added. */
    build(): Segment;
}
