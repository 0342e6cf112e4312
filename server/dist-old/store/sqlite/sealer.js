import { KnownShapes } from '../../decode/shape/known-shapes.js';
import { EventColumns, textsOf } from '../event-columns.js';
import { addRecord } from '../event-record.js';
import { encodeSegment } from '../segment/encode.js';
import { TextPool } from '../text-pool.js';
/** Turns rows into segments. It remembers the shapes of lines from one segment to the next. */
export class Sealer {
    names;
    pool = new TextPool();
    shapes = new KnownShapes(this.pool.intern);
    /** @param names the name of a tunnel's subject, undefined for other subjects */
    constructor(names) {
        this.names = names;
    }
    /** A segment of all these events, at most 65,536. */
    seal(events) {
        if (this.shapes.isFull)
            this.shapes = new KnownShapes(this.pool.intern);
        const columns = new EventColumns(events.length);
        for (const event of events) {
            addRecord(columns, event);
            const shape = columns.hasRoom ? this.shapes.learn(event.raw, 0, event.raw.length) : undefined;
            if (shape === undefined)
                columns.addRaw(event.raw);
            else
                columns.addShaped(shape, this.shapes.values);
        }
        return encodeSegment(columns, textsOf({ shapes: this.shapes.all, words: this.pool.take() }), this.names);
    }
}
//# sourceMappingURL=sealer.js.map