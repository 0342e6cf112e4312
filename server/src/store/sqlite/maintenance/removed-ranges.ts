import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';

/** Numbers of events that retention removed, first and last inclusive. */
export interface SeqRange {
  first: number;
  last: number;
}

const rangeSchema = z.object({ first: z.number(), last: z.number() });

/** All ranges of removed numbers, ascending; adjacent ones are always merged. */
export function removedRanges(database: DatabaseSyncInstance): SeqRange[] {
  return database
    .prepare('SELECT first_seq AS first, last_seq AS last FROM removed_range ORDER BY first_seq')
    .all()
    .map((row) => rangeSchema.parse(row));
}

/** Stores the ranges of removed numbers; usually there is one, which grows. Call it within a transaction. */
export class RemovedRanges {
  private readonly touching: StatementSyncInstance;
  private readonly remove: StatementSyncInstance;
  private readonly insert: StatementSyncInstance;

  constructor(database: DatabaseSyncInstance) {
    this.touching = database.prepare(
      'SELECT first_seq AS first, last_seq AS last FROM removed_range WHERE last_seq = ? - 1 OR first_seq = ? + 1',
    );
    this.remove = database.prepare('DELETE FROM removed_range WHERE first_seq = ?');
    this.insert = database.prepare('INSERT INTO removed_range VALUES (?, ?)');
  }

  add({ first, last }: SeqRange): void {
    let whole = { first, last };
    for (const row of this.touching.all(first, last)) {
      const other = rangeSchema.parse(row);
      this.remove.run(other.first);
      whole = { first: Math.min(whole.first, other.first), last: Math.max(whole.last, other.last) };
    }
    this.insert.run(whole.first, whole.last);
  }
}
