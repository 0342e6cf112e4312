import { type EventRecord } from '../event-record.js';
import { type SubjectNames } from '../segment/encode.js';
import type { Segment } from '../segment/segment.js';
/** Turns rows into segments. It remembers the shapes of lines from one segment to the next. */
export declare class Sealer {
    private readonly names;
    private readonly pool;
    private shapes;
    /** @param names the name of a tunnel's subject, undefined for other subjects */
    constructor(names: SubjectNames);
    /** A segment of all these events, at most 65,536. */
    seal(events: readonly EventRecord[]): Segment;
}
