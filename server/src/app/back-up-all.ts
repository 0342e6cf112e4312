import { backUpPeople, refusePeopleBackup } from '../serve/people/people-backup.js';
import type { ControlBackupReport } from './control/control-protocol.js';
import type { BackupRequest } from '../store/backup/backup-protocol.js';
import { runBackup } from '../store/backup/run-backup.js';

/** The request for a complete backup. */
export interface WholeBackupRequest extends BackupRequest {
  /** Folder of the people database, which the demo shares with real sources. */
  peopleDirectory: string;
  /** True for a copy with which another node of the cluster begins, rather than a backup. */
  isForNode?: boolean;
}

/**
 * Backs up the store to one file and the people beside it.
 * @throws Error with the reason and the remedy when either failed
 */
export async function backUpAll(
  { peopleDirectory, isForNode = false, ...request }: WholeBackupRequest,
  onProgress: (bytes: number, totalBytes: number) => void,
): Promise<ControlBackupReport> {
  refusePeopleBackup(peopleDirectory, request.file, request.isForced);
  const report = await runBackup(request, onProgress);
  return { ...report, peopleFile: backUpPeople(peopleDirectory, request.file, { isForNode }) };
}
