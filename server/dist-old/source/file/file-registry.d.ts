import type { BigIntStats } from 'node:fs';
import type { FileRecord } from './file-record.js';
export type Resolved = 
/** Read before: go on at its position. */
{
    kind: 'known';
    record: FileRecord;
}
/** The same inode with other content: a truncation or a reused inode. Begins at 0. */
 | {
    kind: 'rewritten';
    record: FileRecord;
    previous: FileRecord;
} | {
    kind: 'new';
    record: FileRecord;
};
/** Every generation of every file that was ever looked at, by its identity, and which of them are being read now. */
export declare class FileRegistry {
    private readonly byInode;
    private readonly bySource;
    private readonly claimed;
    /** Compressed files that are being read; their records are known by what they hold, not by these inodes. */
    private readonly unpacking;
    /** Open generations whose content a compressed file may hold too, with more of their unfinished last line. */
    private readonly contested;
    /** Generations that were truncated in place in this run: a copy of them may have been taken just before. */
    private readonly truncated;
    private readonly closings;
    private readonly changed;
    private readonly withHistory;
    private nextId;
    constructor(stored: readonly FileRecord[]);
    /** Finds out which generation an open file is. */
    resolve(descriptor: number, stat: BigIntStats, path: string, sourceId: number): Resolved;
    /** The generation that an open file is by inode and content; undefined when it was never met. */
    find(descriptor: number, stat: BigIntStats): FileRecord | undefined;
    /** True when a file is open for reading, under this name or another: an inode is not used again while it is open. */
    isBeingRead(stat: BigIntStats): boolean;
    isClaimed(record: FileRecord): boolean;
    /** As `find`, but never a file that was empty when it was met: nothing is known of it but its inode. */
    findContent(descriptor: number, stat: BigIntStats): FileRecord | undefined;
    /** Puts a file on record that was there before its log was first looked at: never read as a rotated generation. */
    ignore(descriptor: number, stat: BigIntStats, path: string, sourceId: number): void;
    /** Has a file read from its beginning that was to be left alone: it is asked for by its own name. */
    wanted(record: FileRecord): void;
    /** Takes a compressed file for reading; false when it, or too many others, are being read already. */
    reserve(stat: BigIntStats): boolean;
    /** Remembers files that are being closed in the background, so that a stop can wait for them. */
    track(closing: Promise<void>): void;
    /** Resolves when nothing is being closed in the background any more. */
    closed(): Promise<void>;
    unreserve(stat: BigIntStats): void;
    /** A new generation for an inode that was truncated while being read. */
    restart(previous: FileRecord): FileRecord;
    contest(record: FileRecord): void;
    isContested(record: FileRecord): boolean;
    /** It is decided which file goes on with it, or that none does. */
    decide(record: FileRecord): void;
    /** Takes a generation for reading; false when it is being read already, under this name or another. */
    claim(record: FileRecord): boolean;
    release(record: FileRecord): void;
    /** Remembers that a record must be stored with the next commit. */
    touch(record: FileRecord): void;
    /** Copies of the records to store, as they are now. */
    takeChanges(): FileRecord[];
    /** Position in the newest generation of a source. */
    newestPosition(sourceId: number): number;
    /** True when a source was read in an earlier run, or its siblings were looked at in this one. */
    hasHistory(sourceId: number): boolean;
    markHistory(sourceId: number): void;
    /** True when nothing of a known file is left to read: it was ignored, or read to its end and has not grown since. */
    isSettled(record: FileRecord, size: number): boolean;
    /** All generations of which something is known, whatever their source. */
    known(): Iterable<FileRecord>;
    /**
     * Whether content that is shorter than what was read of a generation, and begins like it, may be an early copy. A file
     * with the name of a rotated one is one only when its original was truncated: else it is the next generation of a log
     * whose generations all begin alike.
     */
    mayBeEarlierCopy(record: FileRecord, path: string, size: number): boolean;
    /** Generations of a source of which more may come, and that nobody reads now. */
    unread(sourceId: number): FileRecord[];
    /** Puts a copy on record as read up to where its original was read; the original is done with. */
    continueCopy(stat: BigIntStats, path: string, original: FileRecord): FileRecord;
    /** A new generation that has no plain file. */
    createCompressed(stat: BigIntStats, path: string, sourceId: number): FileRecord;
    /** Puts a file on record, as it stands, of which everything was read or is not wanted. */
    settleCopy(descriptor: number, stat: BigIntStats, path: string, sourceId: number): FileRecord;
    /** Forgets the oldest finished generations in memory whose files are gone; the store keeps them. */
    forgetGone(sourceId: number, present: readonly BigIntStats[]): void;
    private create;
    private insert;
    private add;
}
