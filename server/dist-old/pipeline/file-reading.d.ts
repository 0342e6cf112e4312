import { FileRegistry } from '../source/file/file-registry.js';
import { FileSet, type UnmatchedPattern } from '../source/file/file-set.js';
import type { FileTail } from '../source/file/file-tail.js';
import type { Moment } from '../source/moment.js';
import type { FileRecord } from '../source/file/file-record.js';
import type { SourceRecord } from '../store/store.js';
import type { Ingest } from './ingest.js';
/** Files that are read alike. */
export interface FileGroup {
    files: readonly string[];
    gateway: string | null;
    timeZone: string;
    /** True for a file that is read once, and not followed. */
    isReadOnce?: boolean;
}
export interface FileReadingParts {
    ingest: Ingest;
    stored: readonly FileRecord[];
    maxLineBytes: number;
    onChange: () => void;
    onWarning: (message: string) => void;
    /** Files that may be open at the same time; as many as the process may well have unless named. */
    mostOpen?: number;
}
/** A file being followed, with the record that its lines are counted in. */
export interface FollowedFile {
    tail: FileTail;
    source: SourceRecord;
}
/** Joins the file sources to the ingest: every group of files with its gateway name and time zone. */
export declare class FileReading {
    private readonly parts;
    readonly registry: FileRegistry;
    private readonly handles;
    private readonly sets;
    private readonly sources;
    constructor(parts: FileReadingParts);
    /** Begins to follow a group of files, or to read them once. */
    add(group: FileGroup): FileSet;
    /** Stops following a group. */
    remove(set: FileSet): void;
    /** Looks at every file once, one chunk each; true when there may be more at once. */
    look(now: Moment): boolean;
    followed(): FollowedFile[];
    /** Patterns that no file matches now. */
    unmatched(): UnmatchedPattern[];
    /** True while a compressed generation is read in the background: a look may find more without anything changing. */
    get isUnpacking(): boolean;
    close(): void;
    private listen;
}
/** The gateway that a file's name tells: without folder, ending, and what a rotation adds. */
export declare function gatewayOfFile(file: string): string;
