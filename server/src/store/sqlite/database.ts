import { type DatabaseSyncInstance } from '@photostructure/sqlite';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  createDatabase,
  DatabaseFileError,
  type DatabaseKind,
  engineCode,
  makeFolder,
  markMade,
  openDatabase,
  refuseUnusable,
} from '../../database-file.js';
import { COMMAND } from '../../installation.js';
import { StoreError, type StoreErrorCode } from '../store.js';
import { addTextSearch } from './events/event-where.js';
import { MIGRATIONS } from './migrations.js';

const FILE_NAME = 'tunnelwatch.db';
/** "TWs1" marks stores of 0.1.0 and later. Earlier schema numbers meant something else. */
const APPLICATION_ID = 0x54577331;

/** The database file inside a data folder. */
export function databaseFile(dataDirectory: string): string {
  return path.join(dataDirectory, FILE_NAME);
}

/** The requirements for the store's file. */
export function storeKind(dataDirectory: string): DatabaseKind {
  return {
    what: 'the store',
    file: databaseFile(dataDirectory),
    applicationId: APPLICATION_ID,
    schema: MIGRATIONS.length,
    mark: path.join(dataDirectory, 'tunnelwatch.made'),
    mode: 0o600,
  };
}

/**
 * Opens the database for writing, creates it if there never was one, and migrates its schema.
 * @throws StoreError when it cannot be opened, is missing, is another program's, or was written by a newer version
 */
export function openForWriting(dataDirectory: string): DatabaseSyncInstance {
  const kind = storeKind(dataDirectory);
  let database: DatabaseSyncInstance | undefined;
  try {
    makeFolder(dataDirectory);
    refuseUnusable(kind, 'write');
    if (!existsSync(kind.file)) createDatabase(kind, build);
    database = openDatabase(kind, 'write');
    // FULL: a commit survives a power cut, not only kill -9. At thousands of rows per commit the cost is not measurable.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
    database.exec('PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000');
    migrate(database);
    markMade(kind);
    return database;
  } catch (error) {
    database?.close();
    throw toStoreError(error, dataDirectory);
  }
}

/**
 * Opens the database for reading only; the writer has created it.
 * @throws StoreError as for writing
 */
export function openForReading(dataDirectory: string): DatabaseSyncInstance {
  try {
    const database = openDatabase(storeKind(dataDirectory), 'read');
    database.exec('PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY');
    addTextSearch(database);
    return database;
  } catch (error) {
    throw toStoreError(error, dataDirectory);
  }
}

function build(database: DatabaseSyncInstance): void {
  // It takes effect only in an empty database, so it comes first: what retention removes can be returned to the file
  // system page by page. A database created without it keeps its size, and reuses its empty pages.
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  migrate(database);
}

function migrate(database: DatabaseSyncInstance): void {
  for (let next = pragmaOf(database, 'user_version'); next < MIGRATIONS.length; next++) {
    database.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[next] ?? ''}; PRAGMA user_version = ${String(next + 1)}; COMMIT`);
  }
}

/** The value of a numeric pragma; 0 if it returns none. */
export function pragmaOf(database: DatabaseSyncInstance, name: string): number {
  const row: unknown = database.prepare(`PRAGMA ${name}`).get();
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
  return typeof value === 'number' ? value : 0;
}

/** Converts any error of the engine to a StoreError with the remedy. */
export function toStoreError(error: unknown, dataDirectory: string): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof DatabaseFileError) return new StoreError(FILE_CODES[error.code], error.message, error);
  const text = error instanceof Error ? error.message : String(error);
  const code = codeOf(error, text.toLowerCase());
  return new StoreError(code, REMEDIES[code](databaseFile(dataDirectory), dataDirectory, text), error);
}

const FILE_CODES: Readonly<Record<DatabaseFileError['code'], StoreErrorCode>> = {
  missing: 'missing',
  foreign: 'foreign',
  damaged: 'damaged',
  'too-new': 'too-new',
  'read-only': 'read-only',
  unusable: 'failed',
};

type EngineFault = 'disk-full' | 'locked' | 'read-only' | 'damaged' | 'io' | 'failed';

/** Meanings of the engine's result codes; those of the file system have their own names. */
const ENGINE_CODES: ReadonlyMap<number, EngineFault> = new Map([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'read-only'],
  [10, 'io'],
  [11, 'damaged'],
  [13, 'disk-full'],
  [26, 'damaged'],
]);

function codeOf(error: unknown, text: string): EngineFault {
  if (text.includes('full') || text.includes('enospc')) return 'disk-full';
  if (text.includes('eacces') || text.includes('erofs') || text.includes('permission')) return 'read-only';
  // What was read does not have the form in which it was written.
  if (error instanceof Error && (error.name === 'ZodError' || error.name === 'SyntaxError')) return 'damaged';
  return ENGINE_CODES.get(engineCode(error) ?? 0) ?? 'failed';
}

const REMEDIES: Readonly<Record<EngineFault, (file: string, folder: string, text: string) => string>> = {
  'disk-full': (_file, folder) => `no space left for ${folder}: free some space; reading resumes by itself`,
  locked: (_file, folder) => `the database in ${folder} is locked by another program: stop that program`,
  'read-only': (_file, folder) => `cannot write to ${folder}: the server's user needs write access to it`,
  damaged: (file, _folder, text) =>
    `${file} is damaged (${text.slice(0, 200)}): restore a backup; ${COMMAND} check-data reports the damage`,
  io: (file, _folder, text) =>
    `the disk of ${file} cannot be read or written (${text}): check the system log for the cause`,
  failed: (_file, folder, text) => `the database in ${folder} cannot be used: ${text}`,
};
