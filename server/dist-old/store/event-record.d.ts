import { type EventColumns } from './event-columns.js';
import type { EventPart } from './store.js';
/** One event as a row: for the few that are not worth columns. */
export interface EventRecord {
    /** Epoch ms. */
    time: number;
    /** Epoch ms. */
    receivedTime: number;
    subjectId: number;
    kindId: number;
    sourceId: number;
    raw: Buffer;
}
/** The events of a part as rows, from the one with number `from` on. */
export declare function recordsOf(part: Pick<EventPart, 'columns' | 'shapes' | 'words'>, from?: number): EventRecord[];
/** Adds all of a row but its line to columns. */
export declare function addRecord(columns: EventColumns, record: EventRecord): void;
