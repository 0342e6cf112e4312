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

export type BackupAnswer =
  | { kind: 'progress'; bytes: number; totalBytes: number }
  | { kind: 'done'; report: BackupReport }
  | { kind: 'failed'; message: string };
