import type { ThreadProtocol } from '../../threads/protocol.js';

/** What a backup is asked for with. */
export interface BackupRequest {
  dataDirectory: string;
  /** An absolute path. */
  file: string;
  /** True to overwrite a file that is there. */
  isForced: boolean;
}

/** A backup that was made and read back. */
export interface BackupReport {
  file: string;
  bytes: number;
  /** The step of the store that it holds. */
  step: number;
}

/** What the thread that makes one backup and the one that starts it agree on. */
export interface BackupProtocol extends ThreadProtocol {
  data: null;
  calls: { writeBackup(request: BackupRequest): Promise<BackupReport> };
  toThread: Record<never, never>;
  fromThread: { progress(bytes: number, totalBytes: number): void };
}
