import { backup, DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { BackupReport, BackupRequest } from '../../backup/backup-protocol.js';
import { databaseFile, openForReading, pragmaOf } from '../database.js';
import { diskOf } from './disk-room.js';

/** Pages copied at a time: 4 MB, so that progress is visible. */
const PAGES = 1024;

const checkSchema = z.array(z.object({ quick_check: z.string() }));
const stateSchema = z.object({ step: z.number(), segments: z.number(), rows: z.number() });
type State = z.infer<typeof stateSchema>;

/**
 * Copies a store while it is written to. The copy is of one committed step: one snapshot is read from beginning to
 * end, over a connection of its own, so nothing waits for it; meanwhile the write-ahead log cannot be truncated and grows
 * with what is written. The file gets its name only when it is complete and verified.
 * @throws Error with the reason and the remedy; then there is no new file
 */
export async function writeBackup(
  { dataDirectory, file, isForced }: BackupRequest,
  onProgress: (bytes: number, totalBytes: number) => void,
): Promise<BackupReport> {
  const part = `${file}.part-${String(process.pid)}`;
  refuse(dataDirectory, file, isForced);
  try {
    const copied = await copy(dataDirectory, part, onProgress);
    const state = verify(part, copied);
    sync(part);
    renameSync(part, file);
    sync(path.dirname(file));
    return { file, bytes: statSync(file).size, step: state.step };
  } catch (error) {
    for (const left of [part, `${part}-journal`, `${part}-wal`, `${part}-shm`]) rmSync(left, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the backup to ${file} failed: ${reason}`, { cause: error });
  }
}

function refuse(dataDirectory: string, file: string, isForced: boolean): void {
  const store = databaseFile(dataDirectory);
  openForReading(dataDirectory).close();
  const folder = path.dirname(file);
  if (!existsSync(folder)) throw new Error(`no such folder: ${folder}; create it first`);
  refuseUnwritable(folder);
  if (existsSync(file)) {
    if (realpathSync(file) === realpathSync(store)) throw new Error(`${file} is the store itself: choose another file`);
    if (!statSync(file).isFile()) throw new Error(`${file} is not a file: specify a file`);
    if (!isForced) throw new Error(`${file} already exists: choose another file, or overwrite it with --force`);
  }
  const needed = statSync(store).size;
  const { freeBytes } = diskOf(folder);
  if (freeBytes !== null && freeBytes < needed) {
    throw new Error(
      `${folder} has ${String(freeBytes)} bytes free and the backup needs ${String(needed)}: free some space, or choose a file elsewhere`,
    );
  }
}

/** Beside a running server it is that which writes, with its rights and not with those of who asks. */
function refuseUnwritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const isReadOnly = error instanceof Error && Reflect.get(error, 'code') === 'EROFS';
    const { username } = userInfo();
    const remedy = isReadOnly
      ? 'its file system is read-only; for a service of systemd, name the folder in ReadWritePaths of its unit'
      : `chown ${username} ${folder}`;
    throw new Error(
      `${folder} cannot be written by ${username}, who writes the backup: ${remedy}, or choose another folder`,
      {
        cause: error,
      },
    );
  }
}

async function copy(
  dataDirectory: string,
  part: string,
  onProgress: (bytes: number, totalBytes: number) => void,
): Promise<State> {
  rmSync(part, { force: true });
  const database = openForReading(dataDirectory);
  try {
    // Without a transaction of ours the copy would restart with every commit of the writer.
    database.exec('BEGIN');
    const state = stateOf(database);
    const pageBytes = pragmaOf(database, 'page_size');
    await backup(database, part, {
      rate: PAGES,
      progress: ({ totalPages, remainingPages }) => {
        onProgress((totalPages - remainingPages) * pageBytes, totalPages * pageBytes);
      },
    });
    database.exec('COMMIT');
    return state;
  } finally {
    database.close();
  }
}

/** Verifies the copy, and makes it a single file that needs no write-ahead log. */
function verify(part: string, expected: State): State {
  const database = new DatabaseSync(part);
  try {
    database.exec('PRAGMA journal_mode = DELETE');
    const found = checkSchema.parse(database.prepare('PRAGMA quick_check(1)').all());
    const [first] = found;
    if (first?.quick_check !== 'ok') {
      throw new Error(
        `the copy is inconsistent (${first?.quick_check ?? 'no answer'}); check-data reports what is wrong with the store`,
      );
    }
    const state = stateOf(database);
    if (JSON.stringify(state) !== JSON.stringify(expected))
      throw new Error('the copy does not match the commit that was read');
    return state;
  } finally {
    database.close();
  }
}

function stateOf(database: DatabaseSyncInstance): State {
  return stateSchema.parse(
    database
      .prepare(
        `SELECT (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'step') AS step,
                (SELECT count(*) FROM segment) AS segments, (SELECT count(*) FROM event) AS rows`,
      )
      .get(),
  );
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
