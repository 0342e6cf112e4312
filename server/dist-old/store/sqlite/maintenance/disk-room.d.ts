import type { DatabaseSyncInstance } from '@photostructure/sqlite';
/** Gives room that is not used any more back to the disk, in small steps. */
export declare class DiskRoom {
    private readonly database;
    private readonly dataDirectory;
    private readonly canShrink;
    constructor(database: DatabaseSyncInstance, dataDirectory: string);
    /** Gives some empty pages back; true when there are more. */
    shrink(): boolean;
    /** Empties and cuts the write-ahead log when it has grown large; while somebody reads an old state it stays. */
    cutLog(): void;
    private emptyPages;
}
/** Bytes of the database, of its write-ahead log, and of the disk below. */
export declare function measureRoom(database: DatabaseSyncInstance, dataDirectory: string): {
    bytes: number;
    walBytes: number;
    unusedBytes: number;
    freeBytes: number | null;
    diskBytes: number | null;
};
/** Bytes that a file system has, and that are free for users other than root; null where the system does not tell. */
export declare function diskOf(folder: string): {
    freeBytes: number | null;
    diskBytes: number | null;
};
