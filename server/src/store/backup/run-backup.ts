import { Worker } from 'node:worker_threads';
import type { BackupAnswer, BackupReport, BackupRequest } from './backup-messages.js';

/**
 * Makes a backup in a thread of its own.
 * @throws Error with the reason and the remedy when it was not made
 */
export function runBackup(
  request: BackupRequest,
  onProgress: (bytes: number, totalBytes: number) => void,
): Promise<BackupReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./backup-worker.js', import.meta.url), { workerData: request });
    worker.on('message', (answer: BackupAnswer) => {
      if (answer.kind === 'progress') onProgress(answer.bytes, answer.totalBytes);
      else if (answer.kind === 'done') resolve(answer.report);
      else reject(new Error(answer.message));
    });
    worker.on('error', (error) => {
      reject(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', () => {
      reject(new Error('the backup ended before it was complete'));
    });
  });
}
