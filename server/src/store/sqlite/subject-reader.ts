import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { StoredCounts, StoredTotals } from '../../core/aggregate/records.js';
import { openForReading, toStoreError } from './database.js';
import { NameCache } from './name-cache.js';
import { numberIn } from './rows.js';

const STEP = `SELECT CAST(value AS INTEGER) AS step FROM meta WHERE key = 'step'`;
const TOTALS = 'SELECT kind_id, sum(n) AS n, min(first_ms) AS first, max(last_ms) AS last FROM count_total';

/**
 * Looks up single subjects, at once and over a connection of its own: for a thread that cannot wait for the reader's answer
 * in the middle of its work. A look-up that is not in its cache takes about 10 µs.
 */
export class SubjectReader implements StoredCounts {
  private readonly database: DatabaseSyncInstance;
  private readonly names: NameCache;

  /** @throws StoreError when the store cannot be opened */
  constructor(private readonly dataDirectory: string) {
    this.database = openForReading(dataDirectory);
    this.names = new NameCache(this.database);
    this.names.refresh();
  }

  /** @throws StoreError when the database cannot be read */
  readonly idOf = (subject: Subject): number | undefined => this.read(() => this.names.idOf(subject));

  /** @throws StoreError when the database cannot be read */
  readonly subjectOf = (id: number): Subject | undefined => this.read(() => this.names.subject(id));

  /** @throws StoreError when the database cannot be read */
  readonly totalsOf = (id: number): StoredTotals =>
    this.readTotals(() => {
      const ids = JSON.stringify(this.names.withJoined([id]));
      return this.database
        .prepare(`${TOTALS} WHERE subject_id IN (SELECT value FROM json_each(?)) GROUP BY kind_id`)
        .all(ids);
    });

  /** @throws StoreError when the database cannot be read */
  readonly totalsOfGateway = (gateway: string): StoredTotals =>
    this.readTotals(() =>
      this.database
        .prepare(
          `${TOTALS} JOIN subject ON subject.id = subject_id
           WHERE gateway_id IN (SELECT value FROM json_each(?)) GROUP BY kind_id`,
        )
        .all(JSON.stringify(this.names.gatewayIds({ gateway }) ?? [])),
    );

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  /** Counts and the step that they are of, from one state of the store. */
  private readTotals(query: () => unknown[]): StoredTotals {
    return this.read(() => {
      this.database.exec('BEGIN');
      try {
        this.names.refresh();
        const step = numberIn(this.database.prepare(STEP).get(), 'step');
        const totals = query().flatMap((row) => {
          const kindId = numberIn(row, 'kind_id');
          const count = numberIn(row, 'n') * this.names.repeatsOf(kindId);
          return [kindId, count, numberIn(row, 'first'), numberIn(row, 'last')];
        });
        return { step, totals };
      } finally {
        if (this.database.isTransaction) this.database.exec('COMMIT');
      }
    });
  }

  private read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw toStoreError(error, this.dataDirectory);
    }
  }
}
