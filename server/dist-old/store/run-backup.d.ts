import type { BackupReport, BackupRequest } from './backup-messages.js';
/**
 * Makes a backup in a thread of its own.
 * @throws Error with the reason and the remedy when it was not made
 */
export declare function runBackup(request: BackupRequest, onProgress: (bytes: number, totalBytes: number) => void): Promise<BackupReport>;
