import { statfsSync, statSync } from 'node:fs';
import { z } from 'zod';
import { databaseFile, pragmaOf } from '../database.js';
/** Empty pages that stay for new events: giving them back only to ask for them again would be work for nothing. */
const KEPT_PAGES = 4096;
/** Pages given back in one step: some 2 MB, a few milliseconds. */
const STEP_PAGES = 512;
/** A log that has grown beyond this is emptied and cut as soon as nobody reads an old state. */
const LOG_BYTES = 64 * 1024 * 1024;
const INCREMENTAL = 2;
const checkpointSchema = z.object({ busy: z.number() });
/** Gives room that is not used any more back to the disk, in small steps. */
export class DiskRoom {
    database;
    dataDirectory;
    canShrink;
    constructor(database, dataDirectory) {
        this.database = database;
        this.dataDirectory = dataDirectory;
        this.canShrink = pragmaOf(database, 'auto_vacuum') === INCREMENTAL;
    }
    /** Gives some empty pages back; true when there are more. */
    shrink() {
        if (!this.canShrink || this.emptyPages() <= KEPT_PAGES + STEP_PAGES)
            return false;
        this.database.exec(`PRAGMA incremental_vacuum(${String(STEP_PAGES)})`);
        return this.emptyPages() > KEPT_PAGES + STEP_PAGES;
    }
    /** Empties and cuts the write-ahead log when it has grown large; while somebody reads an old state it stays. */
    cutLog() {
        if (fileBytes(`${databaseFile(this.dataDirectory)}-wal`) <= LOG_BYTES)
            return;
        // Waiting for a reader here would hold up what comes in.
        this.database.exec('PRAGMA busy_timeout = 0');
        try {
            checkpointSchema.parse(this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get());
        }
        finally {
            this.database.exec('PRAGMA busy_timeout = 5000');
        }
    }
    emptyPages() {
        return pragmaOf(this.database, 'freelist_count');
    }
}
/** Bytes of the database, of its write-ahead log, and of the disk below. */
export function measureRoom(database, dataDirectory) {
    const file = databaseFile(dataDirectory);
    return {
        bytes: fileBytes(file),
        walBytes: fileBytes(`${file}-wal`),
        unusedBytes: pragmaOf(database, 'freelist_count') * pragmaOf(database, 'page_size'),
        ...diskOf(dataDirectory),
    };
}
/** Bytes that a file system has, and that are free for users other than root; null where the system does not tell. */
export function diskOf(folder) {
    try {
        const { bavail, blocks, bsize } = statfsSync(folder);
        return { freeBytes: bavail * bsize, diskBytes: blocks * bsize };
    }
    catch {
        // Some network and container file systems cannot say; that is what null means.
        return { freeBytes: null, diskBytes: null };
    }
}
function fileBytes(file) {
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
//# sourceMappingURL=disk-room.js.map