import { Thread } from '../../threads/thread.js';
import type { BackupProtocol, BackupReport, BackupRequest } from './backup-protocol.js';

/**
 * Makes a backup in a worker thread.
 * @throws Error with the reason and the remedy when it fails
 */
export async function runBackup(
  request: BackupRequest,
  onProgress: (bytes: number, totalBytes: number) => void,
): Promise<BackupReport> {
  const thread = new Thread<BackupProtocol>({
    entry: new URL('./backup-worker.js', import.meta.url),
    name: 'the thread that makes the backup',
    data: null,
    calls: { writeBackup: true },
    notices: { progress: onProgress },
  });
  try {
    return await thread.calls.writeBackup(request);
  } finally {
    await thread.close();
  }
}
