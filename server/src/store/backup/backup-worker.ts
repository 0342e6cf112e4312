import { parentPort, workerData } from 'node:worker_threads';
import type { BackupAnswer, BackupRequest } from './backup-messages.js';
import { writeBackup } from '../sqlite/maintenance/backup.js';

/** Entry of the thread that makes one backup: copying and reading back delay nobody. */
async function main(): Promise<void> {
  // The starting thread of the same build made this object.
  const request = workerData as BackupRequest;
  const tell = (answer: BackupAnswer) => {
    parentPort?.postMessage(answer);
  };
  try {
    const report = await writeBackup(request, (bytes, totalBytes) => {
      tell({ kind: 'progress', bytes, totalBytes });
    });
    tell({ kind: 'done', report });
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

void main();
