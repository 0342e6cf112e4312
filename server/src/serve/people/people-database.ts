import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  createDatabase,
  type DatabaseKind,
  makeFolder,
  markMade,
  openDatabase,
  refuseUnusable,
} from '../../database-file.js';
import { stopCapture } from './replica/capture.js';

const FILE_NAME = 'people.db';
/** "TWpe". */
const APPLICATION_ID = 0x54577065;

/** Schema versions in order; `PRAGMA user_version` is the number of those applied. A released one is never edited. */
const MIGRATIONS: readonly string[] = [
  // Numbers of sessions and tokens are never reused (AUTOINCREMENT), since the audit trail contains them.
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
  // Single sign-on users become known by issuer and subject. Of those from before, only the names in their sessions are
  // known: they sign in again and are bound then, unless more than one person may have used the name.
  `
  ALTER TABLE token ADD COLUMN expires_ms INTEGER;
  CREATE TABLE provider_user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    claimed TEXT NOT NULL,
    issuer TEXT,
    subject TEXT,
    is_ambiguous INTEGER NOT NULL,
    role TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    signed_in_ms INTEGER NOT NULL,
    UNIQUE (issuer, subject)
  ) STRICT;
  INSERT INTO provider_user (name, claimed, is_ambiguous, role, created_ms, signed_in_ms)
    SELECT max(user_name), max(user_name),
      count(DISTINCT role) > 1 OR count(DISTINCT user_name COLLATE BINARY) > 1,
      max(role), min(created_ms), max(created_ms)
    FROM session WHERE provider = 'singleSignOn' GROUP BY user_name;
  DELETE FROM session WHERE provider = 'singleSignOn';
  ALTER TABLE session ADD COLUMN provider_user INTEGER;
  ALTER TABLE session ADD COLUMN id_token TEXT;
  CREATE TABLE known_place (
    user_name TEXT NOT NULL COLLATE NOCASE,
    kind TEXT NOT NULL CHECK (kind IN ('address', 'device')),
    key TEXT NOT NULL,
    seen_ms INTEGER NOT NULL,
    PRIMARY KEY (user_name, kind, key)
  ) STRICT, WITHOUT ROWID;
  `,
  // What is kept for a person: by whom they are, so that a new name changes nothing.
  `
  CREATE TABLE personal_settings (person TEXT PRIMARY KEY, settings TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // Saved views, and which one a page opens with: for a person, or for a role.
  `
  CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    owner TEXT NOT NULL,
    author TEXT NOT NULL,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    is_shared INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    UNIQUE (owner, page, name)
  ) STRICT;
  CREATE INDEX saved_view_shared ON saved_view (page) WHERE is_shared;
  CREATE TABLE view_default (
    page TEXT NOT NULL,
    whose TEXT NOT NULL,
    view INTEGER NOT NULL,
    PRIMARY KEY (page, whose)
  ) STRICT, WITHOUT ROWID;
  `,
  // Notes of one shift for the next. They are never changed, so what a report said can be read again.
  `
  CREATE TABLE hand_over_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    owner TEXT NOT NULL,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    read_by TEXT,
    read_ms INTEGER
  ) STRICT;
  CREATE INDEX hand_over_note_at ON hand_over_note (at_ms);
  CREATE INDEX hand_over_note_unread ON hand_over_note (at_ms) WHERE read_ms IS NULL;
  CREATE INDEX hand_over_note_read ON hand_over_note (read_ms) WHERE read_ms IS NOT NULL;
  `,
  // Walls that an admin makes, and the tokens that open one of them each. A number is never used for another wall.
  `
  CREATE TABLE wall (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    settings TEXT NOT NULL,
    updated_ms INTEGER NOT NULL,
    updated_by TEXT NOT NULL
  ) STRICT;
  ALTER TABLE token ADD COLUMN wall INTEGER;
  `,
  // Channels and routes of notifications that admins make. Secrets are here and not in files of their own, so that a channel and
  // its secret are changed, backed up and restored together; this file has the permissions that theirs would have.
  `
  CREATE TABLE channel (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL,
    secret TEXT,
    secret_ms INTEGER,
    version INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    updated_by TEXT NOT NULL
  ) STRICT;
  CREATE TABLE route_list (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    routes TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL,
    updated_by TEXT NOT NULL
  ) STRICT;
  `,
  // A node of a cluster (`replica/`): who it is and up to which message of the stream it has applied the changes of all, its
  // own changes that have not come back through the stream, what was used and not told, and the last batch of each life of a
  // node. All of them are empty on a server that is the only one.
  `
  CREATE TABLE replica (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    member TEXT NOT NULL,
    is_applying INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    stored_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE replica_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    before TEXT,
    after TEXT,
    guard TEXT,
    origin TEXT,
    number INTEGER,
    restored TEXT,
    refusal TEXT
  ) STRICT;
  CREATE INDEX replica_change_fresh ON replica_change (id) WHERE origin IS NULL;
  CREATE TABLE replica_use (
    table_name TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (table_name, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE replica_batch (
    origin TEXT PRIMARY KEY,
    number INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/** The people database inside a data folder. */
export function peopleFile(dataDirectory: string): string {
  return path.join(dataDirectory, FILE_NAME);
}

/** The requirements for the people database. */
export function peopleKind(dataDirectory: string): DatabaseKind {
  return {
    what: 'people and tokens',
    file: peopleFile(dataDirectory),
    applicationId: APPLICATION_ID,
    schema: MIGRATIONS.length,
    mark: path.join(dataDirectory, 'people.made'),
    // Only the server may read password hashes.
    mode: 0o600,
  };
}

/**
 * Opens the people database of a data folder, creates it if there never was one, and migrates its schema. Several
 * processes may do so at the same time.
 * @throws Error when the file cannot be opened, is missing, is another program's, or was written by a newer version.
 */
export function openPeopleDatabase(dataDirectory: string): DatabaseSyncInstance {
  makeFolder(dataDirectory);
  const kind = peopleKind(dataDirectory);
  refuseUnusable(kind, 'write');
  if (!existsSync(kind.file)) createDatabase(kind, migrate);
  const database = openDatabase(kind, 'write');
  try {
    chmodSync(kind.file, kind.mode);
    // What is deleted is overwritten: a secret that was replaced must not stay in a free page.
    database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
    );
    inTransaction(database, () => {
      migrate(database);
    });
    markMade(kind);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What numbers of new rows begin with: milliseconds since 2020. */
const NUMBERS_SINCE_MS = Date.UTC(2020, 0, 1);
/** Numbers within a millisecond. */
const NUMBERS_IN_MS = 4096;

/**
 * The number of a new row, in SQL. On a node of a cluster it is made of the time and of chance, above all before: two nodes that
 * make rows at once do not give them the same number, but for one chance in 4096 within the same millisecond, and then the
 * first one counts (`ChangeApplier`). Safe in JSON for 60 years. Else it is null: SQLite counts.
 */
export function newNumber(table: string): string {
  const now = `CAST(unixepoch('subsec') * 1000 AS INTEGER) - ${String(NUMBERS_SINCE_MS)}`;
  const most = `max(${now}, coalesce(seq, 0) / ${String(NUMBERS_IN_MS)} + 1)`;
  const number = `${most} * ${String(NUMBERS_IN_MS)} + (random() & ${String(NUMBERS_IN_MS - 1)})`;
  return `(SELECT ${number} FROM replica LEFT JOIN sqlite_sequence ON name = '${table}')`;
}

/** Runs changes atomically: all of them or, when one throws, none. */
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

const dataVersionSchema = z.object({ data_version: z.number() });

/**
 * Returns a function that reads a number that changes when another connection has written (SQLite, PRAGMA data_version).
 * It is read twice a second, so the statement is prepared once.
 */
export function dataVersionReader(database: DatabaseSyncInstance): () => number {
  const statement = database.prepare('PRAGMA data_version');
  return () => dataVersionSchema.parse(statement.get()).data_version;
}

/** False for a database of a version before channels and routes were made in the browser. */
export function hasNotificationTables(database: DatabaseSyncInstance): boolean {
  const found = database
    .prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('channel', 'route_list')")
    .get();
  return z.object({ n: z.number() }).parse(found).n === 2;
}

function migrate(database: DatabaseSyncInstance): void {
  const row: unknown = database.prepare('PRAGMA user_version').get();
  const { user_version: version } = z.object({ user_version: z.number() }).parse(row);
  // Triggers of a node name the columns of before; it makes them anew.
  if (version < MIGRATIONS.length) stopCapture(database);
  for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
  if (version < MIGRATIONS.length) database.exec(`PRAGMA user_version = ${String(MIGRATIONS.length)}`);
}
