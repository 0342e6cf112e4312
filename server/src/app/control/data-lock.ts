import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** `isUsage`: the folder that was named cannot be one. */
export type LockResult = { ok: true; release: () => void } | { ok: false; reason: string; isUsage: boolean };

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
    return explainUnusable(dataDirectory, error);
  }
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const text = error instanceof Error ? error.message : String(error);
    if (!/lock|busy/i.test(text)) {
      return { ok: false, isUsage: false, reason: `cannot use the data folder ${dataDirectory}: ${text}` };
    }
    return {
      ok: false,
      isUsage: false,
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

function explainUnusable(dataDirectory: string, error: unknown): LockResult {
  const code = codeOf(error) ?? codeOf(writeError(dataDirectory));
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    const reason = `${dataDirectory} is no folder: name one with --data in which the data can be kept`;
    return { ok: false, isUsage: true, reason };
  }
  const why = REMEDIES[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
  return { ok: false, isUsage: false, reason: `cannot use the data folder ${dataDirectory}: ${why}` };
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "permission denied; the server's user needs write access to it, or use another folder with --data",
  EROFS: 'its file system is read-only; mount it for writing, or use another folder with --data',
  ENOSPC: 'no space is left there; free some, or use another folder with --data',
};

function writeError(folder: string): unknown {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return error;
  }
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : undefined;
}

function holderOf(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    // It holds the lock and has not written its number yet.
    return 'a process that is just starting';
  }
}
