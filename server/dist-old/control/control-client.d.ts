import type { IngestReport } from '../pipeline/messages.js';
import { type ControlBackupReport } from './control-protocol.js';
type OnProgress = (bytes: number, totalBytes: number) => void;
/**
 * Asks the server that runs on a data folder to read whole files.
 * @throws Error when no server answers, or when it could not read them
 */
export declare function ingestThroughServer(dataDirectory: string, files: readonly string[], onProgress: OnProgress): Promise<IngestReport>;
/**
 * Asks the server that runs on a data folder for a backup of its store.
 * @throws Error when no server answers, or when it could not make one
 */
export declare function backupThroughServer(dataDirectory: string, request: {
    file: string;
    isForced: boolean;
}, onProgress: OnProgress): Promise<ControlBackupReport>;
export {};
