import type { EventFilter } from '@tunnelwatch/shared/api';
import type { KindRecord } from '../../aggregate/records.js';
/** Values that SQLite takes for a placeholder. */
export type SqlValue = string | number;
/** A condition with its values; `1` when there is nothing to ask. */
export interface Where {
    sql: string;
    values: SqlValue[];
}
/** Joins conditions with AND. */
export declare function allOf(conditions: readonly Where[]): Where;
/** `column IN (ids)`; of no ids, nothing holds. The ids are our own integers and go into the text as they are. */
export declare function inIds(column: string, ids: readonly number[] | undefined): Where;
/** `from <= column < to`, both in epoch ms; a bound that is undefined does not hold. */
export declare function inRange(column: string, from: number | undefined, to: number | undefined): Where;
/** Text contained in the raw line, without regard to the case of ASCII letters. */
export declare function containsText(q: string | undefined): Where;
/** The same test on the bytes of a line; undefined when there is nothing to look for. */
export declare function textMatcher(q: string | undefined): ((line: Buffer) => boolean) | undefined;
/** The kinds that class, id and severity leave; undefined when the filter asks for none of them. */
export declare function matchingKinds(filter: EventFilter, kinds: readonly KindRecord[]): number[] | undefined;
