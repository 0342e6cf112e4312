import type { ThreadProtocol } from '../../threads/protocol.js';

/** A request for a backup. */
export interface BackupRequest {
  dataDirectory: string;
  /** An absolute path. */
  file: string;
  /** True to overwrite a file that is there. */
  isForced: boolean;
}

/** A completed and verified backup. */
export interface BackupReport {
  file: string;
  bytes: number;
  /** The step of the store that it contains. */
  step: number;
}

/** Calls and notices of the thread that makes one backup. */
export interface BackupProtocol extends ThreadProtocol {
  data: null;
  calls: { writeBackup(request: BackupRequest): Promise<BackupReport> };
  toThread: Record<never, never>;
  fromThread: { progress(bytes: number, totalBytes: number): void };
}
