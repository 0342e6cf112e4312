import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { TailBlock } from '../tail-block.js';
import { toTailBlock } from './rows.js';

/** The tails of senders in the database; a block of a tail is a row. */
export class TailTable {
  private readonly upsert: StatementSyncInstance;
  private readonly remove: StatementSyncInstance;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.upsert = database.prepare('INSERT OR REPLACE INTO syslog_tail VALUES (?, ?, ?, ?, ?)');
    this.remove = database.prepare(
      'DELETE FROM syslog_tail WHERE source_id = ? AND peer = ? AND tail = ? AND block = ?',
    );
  }

  load(): TailBlock[] {
    return this.database
      .prepare('SELECT * FROM syslog_tail ORDER BY source_id, peer, tail, block')
      .all()
      .map(toTailBlock);
  }

  /** Writes the blocks in their order; one without hashes is removed. Part of the caller's transaction. */
  save(blocks: readonly TailBlock[]): void {
    for (const { sourceId, peer, tail, block, hashes } of blocks) {
      if (hashes === null) this.remove.run(sourceId, peer, tail, block);
      else this.upsert.run(sourceId, peer, tail, block, hashes);
    }
  }
}
