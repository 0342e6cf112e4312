import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentHead } from './open-segment.js';
/**
 * The heads of all segments. A segment never changes and its number is never given again, so what was read stays true;
 * new ones are added and vanished ones taken out when the database has changed.
 */
export declare class SegmentHeads {
    /** Those that reach furthest first. */
    private heads;
    private newest;
    private dataVersion;
    private readonly kindLists;
    private readonly statements;
    constructor(database: DatabaseSyncInstance);
    /** The heads as of the transaction that the connection is in, those that reach furthest first. */
    current(): readonly SegmentHead[];
    private dropVanished;
    private toHead;
    /** Most segments have the same kinds: one list for all of them. */
    private kindsOf;
}
