/**
 * Schema versions in order; `PRAGMA user_version` says how many were applied. A migration that was released is never
 * edited: a change is a new one at the end.
 *
 * Counts are kept at three grains so that exact answers over long ranges need few rows: by hour and subject, by minute
 * and gateway, and in total by subject. The fringes of a range come from the events themselves, over covering indexes.
 */
export declare const MIGRATIONS: readonly string[];
