import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DatabaseFileError, engineCode, FileIdentity, refuseUnusable } from '../../database-file.js';

/** A data folder that this process has locked. */
export interface DataLock {
  /**
   * Checks that the folder is still ours, once a second: a lock whose file was removed or replaced keeps nobody
   * out, so it is taken again. Returns what was done, undefined if nothing was.
   */
  renew: () => LockRenewal | undefined;
  release: () => void;
}

/** `isOurs` is false when another process has the folder now. */
export interface LockRenewal {
  isOurs: boolean;
  text: string;
}

/** `isUsage`: the given folder cannot be a data folder. `isHeld`: another process has it, which may be asked for help. */
export type LockResult = ({ ok: true } & DataLock) | { ok: false; reason: string; isUsage: boolean; isHeld: boolean };

/**
 * Locks a data folder for this process. It is an operating-system lock on an open file (an exclusive
 * SQLite transaction), so it ends with the process, however that ended; there can be no stale lock file.
 */
export function lockData(dataDirectory: string): LockResult {
  const file = path.join(dataDirectory, 'lock.db');
  const pidFile = path.join(dataDirectory, 'tunnelwatch.pid');
  let held: DatabaseSyncInstance;
  try {
    mkdirSync(dataDirectory, { recursive: true });
    held = lockFile(file);
    writePid(pidFile, held);
  } catch (error) {
    if (isHeld(error))
      return { ok: false, isUsage: false, isHeld: true, reason: takenText(dataDirectory, file, pidFile) };
    return explainUnusable(dataDirectory, error);
  }
  let identity = FileIdentity.of(file);
  const folder = FileIdentity.of(dataDirectory);
  const release = () => {
    held.exec('ROLLBACK');
    held.close();
  };
  const renew = (): LockRenewal | undefined => {
    const vanished = identity?.vanished();
    // If the folder itself is another one now, a lock in it would mean nothing; the watch over the store reports it.
    if (vanished === undefined || folder?.vanished() !== undefined) return undefined;
    try {
      const renewed = lockFile(file);
      release();
      held = renewed;
      identity = FileIdentity.of(file);
      writePid(pidFile, held);
      return { isOurs: true, text: `${file} was ${vanished.how}; it has been recreated and locked` };
    } catch (error) {
      if (isHeld(error))
        return { isOurs: false, text: `${file} was ${vanished.how}, and ${takenText(dataDirectory, file, pidFile)}` };
      // A full disk, or a read-only folder; it is checked again in a second.
      return undefined;
    }
  };
  return { ok: true, renew, release };
}

/** Opens and locks the file. @throws DatabaseFileError, or the engine's error when it is held or cannot be used */
function lockFile(file: string): DatabaseSyncInstance {
  refuseUnusable({ file, what: 'the lock' }, 'write');
  const isNew = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
  const database = new DatabaseSync(file);
  try {
    // Ours has no content: it exists to be locked.
    if (!isNew) refuseForeign(database, file);
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (engineCode(error) !== NOT_A_DATABASE) throw error;
    throw new DatabaseFileError('foreign', foreignText(file), error);
  }
}

const NOT_A_DATABASE = 26;

function refuseForeign(database: DatabaseSyncInstance, file: string): void {
  const { application_id: id } = z
    .object({ application_id: z.number() })
    .parse(database.prepare('PRAGMA application_id').get());
  const { tables } = z
    .object({ tables: z.number() })
    .parse(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get());
  if (id !== 0 || tables > 0) throw new DatabaseFileError('foreign', foreignText(file));
}

function foreignText(file: string): string {
  return `${file} is another program's file and was left as it is: move it away, or use another folder with --data`;
}

function isHeld(error: unknown): boolean {
  const code = engineCode(error);
  return code === 5 || code === 6;
}

function takenText(dataDirectory: string, file: string, pidFile: string): string {
  const stranger = strangerHolding(file, pidFile);
  if (stranger !== undefined) {
    return `${stranger} has locked ${file}, and is not the server that wrote ${path.basename(pidFile)}: stop it, or use another folder with --data; if it is another user's, close the folder to others (chmod 700 ${dataDirectory})`;
  }
  return `another Tunnelwatch (${holderOf(pidFile)}) is using the data folder ${dataDirectory}: stop it, or use another folder with --data`;
}

/** The process that holds the lock, where the system shows it (Linux) and it is not the one that wrote its process id. */
function strangerHolding(file: string, pidFile: string): string | undefined {
  try {
    const inode = String(statSync(file).ino);
    const lock = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .map((line) => /^\d+: \S+ +\S+ +\S+ +(\d+) [0-9a-f]+:[0-9a-f]+:(\d+) /.exec(line))
      .find((found) => found?.[2] === inode);
    const pid = lock?.[1];
    if (pid === undefined || pid === readFileSync(pidFile, 'utf8').trim()) return undefined;
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return `process ${pid} (${name})`;
  } catch {
    return undefined;
  }
}

/** The process id is for users; a folder that cannot store it cannot be used. */
function writePid(pidFile: string, held: DatabaseSyncInstance): void {
  try {
    refuseUnusable({ file: pidFile, what: 'the file' }, 'write');
    writeFileSync(pidFile, `${String(process.pid)}\n`);
  } catch (error) {
    held.close();
    throw error;
  }
}

function explainUnusable(dataDirectory: string, error: unknown): LockResult {
  const folderError = writeError(dataDirectory);
  if (error instanceof DatabaseFileError && folderError === undefined) {
    return { ok: false, isUsage: false, isHeld: false, reason: error.message };
  }
  const code = codeOf(error) ?? codeOf(folderError);
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    const reason = `${dataDirectory} is not a folder: choose a folder for the data with --data`;
    return { ok: false, isUsage: true, isHeld: false, reason };
  }
  const why = REMEDIES[code ?? ''] ?? (error instanceof Error ? error.message : String(error));
  return { ok: false, isUsage: false, isHeld: false, reason: `cannot use the data folder ${dataDirectory}: ${why}` };
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: "permission denied; the server's user needs write access to it, or use another folder with --data",
  EROFS: 'its file system is read-only; remount it read-write, or use another folder with --data',
  ENOSPC: 'no space left; free some space, or use another folder with --data',
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
    // It holds the lock and has not written its process id yet.
    return 'a process that is still starting';
  }
}
