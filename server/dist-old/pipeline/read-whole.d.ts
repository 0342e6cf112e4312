import type { Moment } from '../source/moment.js';
import { type FileReading } from './file-reading.js';
import type { Ingest } from './ingest.js';
import type { IngestReport } from './messages.js';
/** Begins the name of a file that holds what came in on somebody else's standard input. */
export declare const SPOOLED_INPUT = "-:";
/** Lines after which whole files that are read are committed. */
export declare function bulkLines(isWatched: boolean): number;
export interface WholeReading {
    files: readonly string[];
    timeZone: string;
    maxLineBytes: number;
    clock: () => Moment;
    ingest: Ingest;
    reading: FileReading;
    /** Called between two chunks: hands over what was taken, commits when it is much, and gives everything else its turn. */
    pass: () => Promise<void>;
    /** Settles when everything taken so far is durable. */
    commit: () => Promise<void>;
    isStopping: () => boolean;
    onProgress: (bytes: number, totalBytes: number) => void;
}
/** Reads whole files into the store, each from where an earlier reading ended, so that a second run adds nothing. */
export declare function readWhole(job: WholeReading): Promise<IngestReport>;
