import type { Shape } from '../decode/shape/shape-tree.js';
import type { Drop } from '../diagnose/drop.js';
import { type EventColumns } from '../store/event-columns.js';
/**
 * Reads the numbers of dropped packets out of columns, without making lines of them again: where a shape has them is
 * found out once. A line that is kept as it is has none here.
 */
export declare class DropReader {
    /** Written anew by each call: this runs for every live event. */
    readonly drop: Drop;
    private readonly places;
    /** The drop that an event tells of, in `drop`. */
    read(columns: EventColumns, shapes: readonly Shape[], at: number, messageId: number): Drop;
    private placesOf;
}
