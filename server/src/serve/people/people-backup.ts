import { DatabaseSync } from '@photostructure/sqlite';
import { closeSync, existsSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { refuseLostOne, refuseUnusable } from '../../database-file.js';
import { openPeopleDatabase, peopleFile, peopleKind } from './people-database.js';

/** Where the people of a backup are written: beside the file of the store. */
export function peopleBackupFile(file: string): string {
  return `${file}.people.db`;
}

/** Refuses a name that is taken, before anything is copied. @throws Error with the remedy */
export function refusePeopleBackup(dataDirectory: string, file: string, isForced: boolean): void {
  const target = peopleBackupFile(file);
  if (!existsSync(target)) return;
  const own = peopleFile(dataDirectory);
  if (existsSync(own) && realpathSync(own) === realpathSync(target)) {
    throw new Error(`${target} is the people database itself: choose another file`);
  }
  if (!isForced) throw new Error(`${target} already exists: choose another file, or overwrite it with --force`);
}

/**
 * Copies people and tokens beside the backup of a store, readable by its owner only, while the server may be running.
 * Sessions are left out of a backup: a user who was signed out since must not be signed in again by a restore. In a copy for
 * another node of the cluster they stay: it learns from the stream who was signed out since.
 * @returns the file, or null where the data folder has no people yet
 * @throws Error with the reason; then there is no new file
 */
export function backUpPeople(dataDirectory: string, file: string, { isForNode = false } = {}): string | null {
  const kind = peopleKind(dataDirectory);
  refuseUnusable(kind, 'write');
  refuseLostOne(kind);
  if (!existsSync(kind.file)) return null;
  const target = peopleBackupFile(file);
  const part = `${target}.part-${String(process.pid)}`;
  try {
    // VACUUM INTO accepts an existing empty file, so nobody else can read it at any moment.
    rmSync(part, { force: true });
    writeFileSync(part, '', { mode: 0o600 });
    const source = openPeopleDatabase(dataDirectory);
    try {
      source.prepare('VACUUM INTO ?').run(part);
    } finally {
      source.close();
    }
    makeSingle(part, !isForNode);
    sync(part);
    renameSync(part, target);
    sync(path.dirname(target));
    return target;
  } catch (error) {
    for (const left of [part, `${part}-journal`, `${part}-wal`, `${part}-shm`]) rmSync(left, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`people could not be backed up to ${target}: ${reason}`, { cause: error });
  }
}

/** Makes it a single file that needs no write-ahead log, without sessions where they are to go. */
function makeSingle(part: string, dropsSessions: boolean): void {
  const copy = new DatabaseSync(part);
  try {
    copy.exec('PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON');
    // A node must not take what is missing in its backup for sessions that were ended, and tell the others.
    if (dropsSessions) {
      copy.exec('UPDATE replica SET is_applying = 1; DELETE FROM session; UPDATE replica SET is_applying = 0');
    }
  } finally {
    copy.close();
  }
}

/** Makes sure that the file, or its name, survives a power cut. */
function sync(name: string): void {
  const handle = openSync(name, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
