import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { FileIdentity, type Vanished } from '../../database-file.js';
import { StoreError, type StoreErrorCode } from '../store.js';
import { databaseFile } from './database.js';

/**
 * Detects that the files of the store are no longer those that are open. An open file outlives its name, so without this
 * everything would seem to be stored, and all of it would be lost with the process.
 */
export class StoreWatch {
  private readonly main: FileIdentity | undefined;
  private readonly all: readonly FileIdentity[];
  private isEmptied = false;

  constructor(
    private readonly database: DatabaseSyncInstance,
    dataDirectory: string,
  ) {
    const file = databaseFile(dataDirectory);
    // The log contains what was stored last, and its index what others may read and write of it. Both keep their identity
    // for as long as a connection is open.
    this.all = [file, `${file}-wal`, `${file}-shm`].flatMap((name) => FileIdentity.of(name) ?? []);
    [this.main] = this.all;
  }

  /** Why nothing may be written now; undefined while all is well. Three system calls, a few microseconds. */
  fault(): StoreError | undefined {
    for (const identity of this.all) {
      const vanished = identity.vanished();
      if (vanished !== undefined) return this.lost(identity, vanished);
    }
    this.isEmptied = false;
    const readOnly = this.main?.readOnly();
    return readOnly === undefined
      ? undefined
      : new StoreError('read-only', `${readOnly.text}; reading resumes by itself`);
  }

  private lost(identity: FileIdentity, { how, text }: Vanished): StoreError {
    if (how !== 'unreachable') this.emptyLog();
    const beside =
      identity === this.main || how === 'unreachable'
        ? ''
        : '. Stored data is safe in the database: restart the server, and it resumes from there';
    return new StoreError(CODES[how], identity === this.main ? text : `${firstPart(text)}${beside}`);
  }

  /**
   * Checkpoints the log into the database, over the open handles: then the database is complete by itself, whatever
   * happens to the log, and can be copied back.
   */
  private emptyLog(): void {
    if (this.isEmptied) return;
    try {
      this.database.exec('PRAGMA busy_timeout = 0');
      const row: unknown = this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      this.isEmptied = typeof row === 'object' && row !== null && Reflect.get(row, 'busy') === 0;
    } catch {
      // A full or failed disk; the fault itself is reported, and the next check tries this again.
    } finally {
      this.database.exec('PRAGMA busy_timeout = 5000');
    }
  }
}

const CODES: Readonly<Record<Vanished['how'], StoreErrorCode>> = {
  missing: 'missing',
  replaced: 'replaced',
  unreachable: 'missing',
  'read-only': 'read-only',
};

/** Without the remedy for a database, since its log has another one. */
function firstPart(text: string): string {
  return text.replace(/: .*/s, '');
}
