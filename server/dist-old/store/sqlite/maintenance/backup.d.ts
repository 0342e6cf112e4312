import type { BackupReport, BackupRequest } from '../../backup-messages.js';
/**
 * Copies a store while it is written to. The copy is of one committed step: one old state is read from beginning to
 * end, over a connection of its own, so nobody waits for it; meanwhile the write-ahead log cannot be cut and grows by
 * what comes in. The file gets its name only when it is whole and was read back.
 * @throws Error with what is wrong and what to do; then there is no new file
 */
export declare function writeBackup({ dataDirectory, file, isForced }: BackupRequest, onProgress: (bytes: number, totalBytes: number) => void): Promise<BackupReport>;
