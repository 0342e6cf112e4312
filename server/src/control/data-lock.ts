import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type LockResult = { ok: true; release: () => void } | { ok: false; reason: string };

/**
 * Takes a data folder for this process alone. The lock is one of the operating system's on an open file (an exclusive
 * SQLite transaction), so it is gone when the process is, however that ended; no stale lock file can stand in the way.
 */
export function lockData(dataDirectory: string): LockResult {
  const pidFile = path.join(dataDirectory, 'tunnelwatch.pid');
  let database: DatabaseSyncInstance;
  try {
    mkdirSync(dataDirectory, { recursive: true });
    database = new DatabaseSync(path.join(dataDirectory, 'lock.db'));
  } catch (error) {
    return {
      ok: false,
      reason: `cannot use the data folder ${dataDirectory}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const text = error instanceof Error ? error.message : String(error);
    if (!/lock|busy/i.test(text)) return { ok: false, reason: `cannot use the data folder ${dataDirectory}: ${text}` };
    return {
      ok: false,
      reason: `another Tunnelwatch (${holderOf(pidFile)}) uses the data folder ${dataDirectory}: stop it, or use another folder with --data`,
    };
  }
  writeFileSync(pidFile, `${String(process.pid)}\n`);
  return {
    ok: true,
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}

function holderOf(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    // It holds the lock and has not written its number yet.
    return 'a process that is just starting';
  }
}
