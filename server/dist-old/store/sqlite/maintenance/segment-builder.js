import { KnownShapes } from '../../../decode/shape/known-shapes.js';
import { EventColumns, textsOf } from '../../event-columns.js';
import { addRecord } from '../../event-record.js';
import { encodeSegment } from '../../segment/encode.js';
import { TextPool } from '../../text-pool.js';
/** Builds one segment event by event, so that the work can be done in small steps. */
export class SegmentBuilder {
    names;
    pool = new TextPool();
    shapes = new KnownShapes(this.pool.intern);
    columns;
    /**
     * @param capacity most events that will be added, at most 65,536
     * @param names the name of a tunnel's subject, undefined for other subjects
     */
    constructor(capacity, names) {
        this.names = names;
        this.columns = new EventColumns(capacity);
    }
    add(event) {
        const { columns, shapes } = this;
        addRecord(columns, event);
        const shape = columns.hasRoom ? shapes.learn(event.raw, 0, event.raw.length) : undefined;
        if (shape === undefined)
            columns.addRaw(event.raw);
        else
            columns.addShaped(shape, shapes.values);
    }
    /** The segment of all that was added. */
    build() {
        return encodeSegment(this.columns, textsOf({ shapes: this.shapes.all, words: this.pool.take() }), this.names);
    }
}
//# sourceMappingURL=segment-builder.js.map