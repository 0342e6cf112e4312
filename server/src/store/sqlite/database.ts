import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { StoreError } from '../store.js';
import { MIGRATIONS } from './migrations.js';

const FILE_NAME = 'tunnelwatch.db';
/** "TWs1" marks stores of 0.1.0 and later. Before it, schema numbers meant something else. */
const APPLICATION_ID = 0x54577331;

/** The database file inside a data folder. */
export function databaseFile(dataDirectory: string): string {
  return path.join(dataDirectory, FILE_NAME);
}

/**
 * Opens the database for writing and brings its schema up to date.
 * @throws StoreError when it cannot be opened or was written by a newer version.
 */
export function openForWriting(dataDirectory: string): DatabaseSyncInstance {
  let database: DatabaseSyncInstance | undefined;
  try {
    mkdirSync(dataDirectory, { recursive: true });
    database = new DatabaseSync(databaseFile(dataDirectory));
    database.exec('PRAGMA busy_timeout = 5000');
    // Before anything that writes: the file of another program stays as it is.
    refuseOthers(database, dataDirectory);
    // Only a database that is still empty takes it, so it stands first: what retention removes can be given back to the
    // disk page by page. One that was made without it keeps its size, and fills its empty pages anew.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    // FULL: a commit survives a power cut, not only kill -9. At thousands of rows a commit it costs nothing measurable.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000');
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    throw toStoreError(error, dataDirectory);
  }
}

/** Opens the database for reading only; the writer has made it before. */
export function openForReading(dataDirectory: string): DatabaseSyncInstance {
  const database = new DatabaseSync(databaseFile(dataDirectory), { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000');
  try {
    refuseOthers(database, dataDirectory);
  } catch (error) {
    database.close();
    throw error;
  }
  database.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY');
  return database;
}

function migrate(database: DatabaseSyncInstance): void {
  if (pragmaOf(database, 'application_id') === 0) database.exec(`PRAGMA application_id = ${String(APPLICATION_ID)}`);
  for (let next = pragmaOf(database, 'user_version'); next < MIGRATIONS.length; next++) {
    database.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[next] ?? ''}; PRAGMA user_version = ${String(next + 1)}; COMMIT`);
  }
}

/** @throws StoreError for a file that is neither empty nor a store of a version that is known here */
function refuseOthers(database: DatabaseSyncInstance, dataDirectory: string): void {
  const version = pragmaOf(database, 'user_version');
  if (pragmaOf(database, 'application_id') !== APPLICATION_ID) {
    const isEmpty = version === 0 && database.prepare('SELECT 1 FROM sqlite_master').get() === undefined;
    if (isEmpty) return;
    throw new StoreError(
      'failed',
      `${databaseFile(dataDirectory)} was made before version 0.1.0 or by another program: move it away, or use another data folder; tunnelwatch ingest reads old logs in again`,
    );
  }
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      'too-new',
      `the data in ${dataDirectory} was written by a newer Tunnelwatch (schema ${String(version)}, this one knows ${String(MIGRATIONS.length)}): start that version, or use another data folder`,
    );
  }
}

/** The value of a pragma that is a number; 0 for one that gives none. */
export function pragmaOf(database: DatabaseSyncInstance, name: string): number {
  const row: unknown = database.prepare(`PRAGMA ${name}`).get();
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
  return typeof value === 'number' ? value : 0;
}

/** Any error of the engine as one of ours, with what to do about it. */
export function toStoreError(error: unknown, dataDirectory: string): StoreError {
  if (error instanceof StoreError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const lower = text.toLowerCase();
  if (lower.includes('full') || lower.includes('enospc')) {
    return new StoreError(
      'disk-full',
      `no space left for ${dataDirectory}: free some space; reading goes on by itself`,
      error,
    );
  }
  if (lower.includes('locked') || lower.includes('busy')) {
    return new StoreError(
      'locked',
      `the database in ${dataDirectory} is locked by another program: end that program`,
      error,
    );
  }
  if (
    lower.includes('readonly') ||
    lower.includes('read-only') ||
    lower.includes('eacces') ||
    lower.includes('permission')
  ) {
    return new StoreError(
      'read-only',
      `cannot write to ${dataDirectory}: the server's user needs write access to it`,
      error,
    );
  }
  if (lower.includes('malformed') || lower.includes('not a database')) {
    return new StoreError('damaged', `the database in ${dataDirectory} is damaged (${text}): restore a backup`, error);
  }
  return new StoreError('failed', `the database in ${dataDirectory} refused the data: ${text}`, error);
}
