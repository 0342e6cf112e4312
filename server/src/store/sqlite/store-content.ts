import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { existsSync } from 'node:fs';
import { StoreError } from '../store.js';
import { databaseFile, openForReading, openForWriting, storeKind } from './database.js';

/**
 * Whose lines a store has: nobody's yet, those of the simulated gateway, or real ones. A store that cannot be opened, or
 * that is missing, counts as real: whoever serves it says what is wrong.
 */
export type StoreContent = 'nothing' | 'demo' | 'real';

/** What the store in a data folder has. Reads only. */
export function contentOf(dataDirectory: string): StoreContent {
  if (!existsSync(databaseFile(dataDirectory)) && !existsSync(storeKind(dataDirectory).mark)) return 'nothing';
  try {
    const database = openForReading(dataDirectory);
    try {
      return isMarked(database) ? 'demo' : hasLines(database) ? 'real' : 'nothing';
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof StoreError) return 'real';
    throw error;
  }
}

/**
 * Makes the store in a data folder that of the simulated gateway, and creates it if needed. The mark is part of the store, so
 * that copies and backups have it too. The caller holds the folder's lock, and nobody has the store open.
 * @param log the file that the simulated gateway writes
 * @throws StoreError when it cannot be opened, or has lines of anything but that file
 */
export function claimForDemo(dataDirectory: string, log: string): void {
  const database = openForWriting(dataDirectory);
  try {
    if (!isMarked(database) && hasLines(database) && !isOnlyFrom(database, log)) {
      const text = `the store in ${dataDirectory} has lines that the simulated gateway did not write, and the two are never mixed: move this folder away, or choose another one with --data`;
      throw new StoreError('failed', text);
    }
    database.exec(`INSERT OR REPLACE INTO meta VALUES ('${MARK}', '1')`);
  } finally {
    database.close();
  }
}

const MARK = 'isDemo';

function isMarked(database: DatabaseSyncInstance): boolean {
  return database.prepare('SELECT 1 AS one FROM meta WHERE key = ?').get(MARK) !== undefined;
}

function hasLines(database: DatabaseSyncInstance): boolean {
  const found = database.prepare(
    `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM event) OR EXISTS (SELECT 1 FROM segment)
     OR EXISTS (SELECT 1 FROM source WHERE json_extract(state, '$.counts.lines') > 0)`,
  );
  return found.get() !== undefined;
}

/** Demos before the mark had no other source. */
function isOnlyFrom(database: DatabaseSyncInstance, log: string): boolean {
  return database.prepare('SELECT 1 AS one FROM source WHERE name <> ?').get(log) === undefined;
}
