import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { QueryInterrupted } from '../reader/interrupt.js';
import { isDamage } from '../store.js';
import { toStoreError } from './database.js';

/** A reading connection. */
export interface ReadSource {
  database: DatabaseSyncInstance;
  dataDirectory: string;
  /** Called when a query fails because the database is damaged. */
  onDamage: (damage: StoreDamage) => void;
}

/**
 * Runs `work` on one committed state of the store, synchronously: a second read must not begin in between. Where the
 * database is damaged this query fails, and the next one may still succeed.
 * @param question the name of the query, for the report of damage
 * @throws StoreError when it could not be read
 */
export function readCommitted<Result>(
  { database, dataDirectory, onDamage }: ReadSource,
  question: string,
  work: () => Result,
): Result {
  try {
    database.exec('BEGIN');
    return work();
  } catch (error) {
    if (error instanceof QueryInterrupted) throw error;
    const failure = toStoreError(error, dataDirectory);
    if (isDamage(failure.code)) onDamage({ question, reason: failure.message });
    throw failure;
  } finally {
    if (database.isOpen && database.isTransaction) database.exec('COMMIT');
  }
}
