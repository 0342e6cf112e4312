import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { openForReading } from './database.js';
import type { SpoolChange, SpoolState } from '../store.js';

const stateSchema = z.object({ incarnation: z.string(), last: z.number().int() });
const waitingSchema = z.object({ number: z.number(), bytes: z.number() });

/** Batches of lines that a collector's cluster has not taken yet. */
export class SpoolTable {
  private readonly statements: Record<'add' | 'remove' | 'state', StatementSyncInstance>;
  private last = 0;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.statements = {
      add: database.prepare('INSERT INTO spool VALUES (?, ?)'),
      remove: database.prepare('DELETE FROM spool WHERE number <= ?'),
      state: database.prepare(`INSERT OR REPLACE INTO meta VALUES ('spool', ?)`),
    };
  }

  /** Undefined where the store has never been a collector's. */
  load(): SpoolState | undefined {
    const row = this.database.prepare(`SELECT value FROM meta WHERE key = 'spool'`).get();
    if (row === undefined) return undefined;
    const { incarnation, last } = stateSchema.parse(JSON.parse(z.object({ value: z.string() }).parse(row).value));
    this.last = last;
    const waiting = this.database.prepare('SELECT number, length(body) AS bytes FROM spool ORDER BY number').all();
    return { incarnation, last, waiting: waiting.map((each) => waitingSchema.parse(each)) };
  }

  save(change: SpoolChange | undefined): void {
    if (change === undefined) return;
    const { incarnation, added, takenUpTo } = change;
    for (const { number, body } of added) {
      this.statements.add.run(number, body);
      this.last = number;
    }
    this.statements.remove.run(takenUpTo);
    // The number outlasts the batches: none is ever given twice.
    this.statements.state.run(JSON.stringify({ incarnation, last: this.last }));
  }
}

/** Reads batches that wait, on a connection of its own. */
export class SpoolReader {
  private readonly database: DatabaseSyncInstance;
  private readonly body: StatementSyncInstance;

  constructor(dataDirectory: string) {
    this.database = openForReading(dataDirectory);
    this.body = this.database.prepare('SELECT body FROM spool WHERE number = ?');
  }

  /** The body of a batch; undefined when it does not wait. */
  read(number: number): Uint8Array | undefined {
    const row = this.body.get(number);
    return row === undefined ? undefined : z.object({ body: z.instanceof(Uint8Array) }).parse(row).body;
  }

  close(): void {
    this.database.close();
  }
}
