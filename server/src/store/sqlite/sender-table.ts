import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { senderReportSchema } from '@tunnelwatch/shared/sender';
import { z } from 'zod';
import type { SenderRecord } from '../../core/senders/sender-record.js';
import type { SenderChange } from '../../core/senders/senders.js';
import { textIn } from './rows.js';

const spentSchema = z.object({ count: z.number(), at: z.number() });

const senderStateSchema = senderReportSchema.extend({
  spent: z.object({ gateways: spentSchema, tunnels: spentSchema }),
});

/** What senders have spent of their budgets of new names, and who is blocked: stored with the lines that spent it. */
export class SenderTable {
  private readonly put: StatementSyncInstance;
  private readonly drop: StatementSyncInstance;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.put = database.prepare('INSERT OR REPLACE INTO sender VALUES (?, ?)');
    this.drop = database.prepare('DELETE FROM sender WHERE key = ?');
  }

  load(): SenderRecord[] {
    return this.database
      .prepare('SELECT state FROM sender ORDER BY key')
      .all()
      .map((row) => senderStateSchema.parse(JSON.parse(textIn(row, 'state'))));
  }

  save(changes: readonly SenderChange[]): void {
    for (const { key, record } of changes) {
      if (record === null) this.drop.run(key);
      else this.put.run(key, JSON.stringify(record));
    }
  }
}
