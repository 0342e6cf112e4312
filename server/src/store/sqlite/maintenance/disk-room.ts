import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { statfsSync, statSync } from 'node:fs';
import { z } from 'zod';
import { databaseFile, pragmaOf } from '../database.js';

/** Empty pages that are kept for new events: returning them only to allocate them again would be wasted work. */
const KEPT_PAGES = 4096;
/** Pages returned in one step: about 2 MB, a few milliseconds. */
const STEP_PAGES = 512;
/** A log that has grown beyond this is checkpointed and truncated as soon as nobody reads an old snapshot. */
const LOG_BYTES = 64 * 1024 * 1024;

const INCREMENTAL = 2;

const checkpointSchema = z.object({ busy: z.number() });

/** Returns unused space to the file system, in small steps. */
export class DiskRoom {
  private readonly canShrink: boolean;

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly dataDirectory: string,
  ) {
    this.canShrink = pragmaOf(database, 'auto_vacuum') === INCREMENTAL;
  }

  /** Returns some empty pages; true when there are more. */
  shrink(): boolean {
    if (!this.canShrink || this.emptyPages() <= KEPT_PAGES + STEP_PAGES) return false;
    this.database.exec(`PRAGMA incremental_vacuum(${String(STEP_PAGES)})`);
    return this.emptyPages() > KEPT_PAGES + STEP_PAGES;
  }

  /** Checkpoints and truncates the write-ahead log when it has grown large; it stays while somebody reads an old snapshot. */
  cutLog(): void {
    if (fileBytes(`${databaseFile(this.dataDirectory)}-wal`) <= LOG_BYTES) return;
    // Waiting for a reader here would hold up writing.
    this.database.exec('PRAGMA busy_timeout = 0');
    try {
      checkpointSchema.parse(this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get());
    } finally {
      this.database.exec('PRAGMA busy_timeout = 5000');
    }
  }

  private emptyPages(): number {
    return pragmaOf(this.database, 'freelist_count');
  }
}

/** Bytes of the database, of its write-ahead log, and of the disk below. */
export function measureRoom(
  database: DatabaseSyncInstance,
  dataDirectory: string,
): { bytes: number; walBytes: number; unusedBytes: number; freeBytes: number | null; diskBytes: number | null } {
  const file = databaseFile(dataDirectory);
  return {
    bytes: fileBytes(file),
    walBytes: fileBytes(`${file}-wal`),
    unusedBytes: pragmaOf(database, 'freelist_count') * pragmaOf(database, 'page_size'),
    ...diskOf(dataDirectory),
  };
}

/** Size of a file system, and the space available to users other than root, bytes; null where the system does not say. */
export function diskOf(folder: string): { freeBytes: number | null; diskBytes: number | null } {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return { freeBytes: bavail * bsize, diskBytes: blocks * bsize };
  } catch {
    // Some network and container file systems do not say; that is what null means.
    return { freeBytes: null, diskBytes: null };
  }
}

function fileBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
