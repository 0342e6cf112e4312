import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { StoreError } from '../store.js';
import { addTextSearch } from './events/event-where.js';
import { MIGRATIONS } from './migrations.js';

const FILE_NAME = 'tunnelwatch.db';

/** The database file inside a data folder. */
export function databaseFile(dataDirectory: string): string {
  return path.join(dataDirectory, FILE_NAME);
}

/**
 * Opens the database for writing and brings its schema up to date.
 * @throws StoreError when it cannot be opened or was written by a newer version.
 */
export function openForWriting(dataDirectory: string): DatabaseSyncInstance {
  try {
    mkdirSync(dataDirectory, { recursive: true });
    const database = new DatabaseSync(databaseFile(dataDirectory));
    // Only a database that is still empty takes it, so it stands first: what retention removes can be given back to the
    // disk page by page. One that was made without it keeps its size, and fills its empty pages anew.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    // FULL: a commit survives a power cut, not only kill -9. At thousands of rows a commit it costs nothing measurable.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
    database.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000');
    migrate(database, dataDirectory);
    return database;
  } catch (error) {
    throw toStoreError(error, dataDirectory);
  }
}

/** Opens the database for reading only; the writer has made it before. */
export function openForReading(dataDirectory: string): DatabaseSyncInstance {
  const database = new DatabaseSync(databaseFile(dataDirectory), { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY');
  addTextSearch(database);
  return database;
}

function migrate(database: DatabaseSyncInstance, dataDirectory: string): void {
  const version = pragmaOf(database, 'user_version');
  if (version > MIGRATIONS.length) {
    throw new StoreError(
      'too-new',
      `the data in ${dataDirectory} was written by a newer Tunnelwatch (schema ${String(version)}, this one knows ${String(MIGRATIONS.length)}): start that version, or use another data folder`,
    );
  }
  for (let next = version; next < MIGRATIONS.length; next++) {
    database.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[next] ?? ''}; PRAGMA user_version = ${String(next + 1)}; COMMIT`);
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
