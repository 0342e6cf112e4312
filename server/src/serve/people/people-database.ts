import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const FILE_NAME = 'people.db';

/** Schema versions in order; `PRAGMA user_version` says how many were applied. One that was released is never edited. */
const MIGRATIONS: readonly string[] = [
  // Numbers of sessions and tokens are never given twice (AUTOINCREMENT), since they stand in the audit trail.
  `
  CREATE TABLE user (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    user_name TEXT NOT NULL COLLATE NOCASE,
    provider TEXT NOT NULL CHECK (provider IN ('password', 'singleSignOn')),
    role TEXT,
    created_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL
  ) STRICT;
  CREATE INDEX session_user ON session (user_name);
  CREATE TABLE token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    used_ms INTEGER
  ) STRICT;
  CREATE TABLE waiting_note (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT NOT NULL) STRICT;
  `,
];

/** The file of people inside a data folder. */
export function peopleFile(dataDirectory: string): string {
  return path.join(dataDirectory, FILE_NAME);
}

/**
 * Opens the people of a data folder and brings the schema up to date. Several processes may do so at one time.
 * @throws Error when the file cannot be opened or was written by a newer version.
 */
export function openPeopleDatabase(dataDirectory: string): DatabaseSyncInstance {
  mkdirSync(dataDirectory, { recursive: true });
  const file = peopleFile(dataDirectory);
  const database = new DatabaseSync(file);
  try {
    // Hashes of passwords are nobody's business but the server's.
    chmodSync(file, 0o600);
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    inTransaction(database, () => {
      migrate(database, file);
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs changes as one: all of them or, when one throws, none. */
export function inTransaction<Result>(database: DatabaseSyncInstance, change: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = change();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** A number that changes when another connection has written (SQLite, PRAGMA data_version). */
export function dataVersion(database: DatabaseSyncInstance): number {
  return z.object({ data_version: z.number() }).parse(database.prepare('PRAGMA data_version').get()).data_version;
}

function migrate(database: DatabaseSyncInstance, file: string): void {
  const row: unknown = database.prepare('PRAGMA user_version').get();
  const { user_version: version } = z.object({ user_version: z.number() }).parse(row);
  if (version > MIGRATIONS.length) {
    throw new Error(
      `${file} was written by a newer Tunnelwatch (schema ${String(version)}, this one knows ${String(MIGRATIONS.length)}): start that version, or use another data folder`,
    );
  }
  for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
  database.exec(`PRAGMA user_version = ${String(MIGRATIONS.length)}`);
}
