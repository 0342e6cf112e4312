import { type EventColumns, type LineTexts } from '../event-columns.js';
import { type Segment } from './segment.js';
import { SubjectOrder } from './subject-order.js';
/** Gives the name of a tunnel's subject as text, or undefined for other subjects. */
export type SubjectNames = (subjectId: number) => string | undefined;
/** Sorts the rows of a block by layout. */
export declare class RowSorter {
    private readonly rows;
    private ends;
    /** @param layoutOf for each symbol the number of its layout, from 0 to `layouts` */
    sort(symbols: Uint16Array, layoutOf: ArrayLike<number>, layouts: number, from: number, to: number): void;
    /** Rows of a layout, from the block's first row on; valid until the next `sort`. */
    rowsOf(layout: number): Uint16Array;
}
/** The order in which a segment of these events has them; valid until the next call. */
export declare function orderOf({ subjectIds, count }: EventColumns): SubjectOrder;
/**
 * Encodes the first `count` events of `columns`, at most 65,536; they come back byte for byte.
 * @param order what `orderOf` gave for them, where it was needed before
 */
export declare function encodeSegment(columns: EventColumns, texts: LineTexts, names: SubjectNames, order?: SubjectOrder): Segment;
