import { type Server } from 'node:net';
import type { IngestReport } from '../pipeline/messages.js';
import { type ControlBackupReport } from './control-protocol.js';
export interface ControlOptions {
    dataDirectory: string;
    ingest: (files: string[], onProgress: (bytes: number, totalBytes: number) => void) => Promise<IngestReport>;
    backup: (request: {
        file: string;
        isForced: boolean;
    }, onProgress: (bytes: number, totalBytes: number) => void) => Promise<ControlBackupReport>;
    onError: (error: unknown) => void;
}
/**
 * Listens in the data folder for commands that are given beside the running server. Whoever may write to the folder may
 * give them. The caller holds the folder's lock, so a socket that lies there is a leftover.
 */
export declare function startControlServer(options: ControlOptions): Promise<Server>;
/** The path of a socket is limited to some 100 bytes: the shorter of the absolute and the relative one. */
export declare function shortest(file: string): string;
