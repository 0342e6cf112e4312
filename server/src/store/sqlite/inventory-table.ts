import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { type InventoryEntry, inventoryEntrySchema } from '@tunnelwatch/shared/inventory';
import { z } from 'zod';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import type { StoreState } from '../store.js';

const rowSchema = z.object({
  id: z.number(),
  gateway: z.string(),
  kind: z.string(),
  pattern: z.string(),
  name: z.string(),
  site: z.string(),
  peer: z.string(),
  note: z.string(),
  priority: z.string().nullable(),
  version: z.number(),
  updated_ms: z.number(),
  updated_by: z.string(),
});

/** Entries of the inventory, in the transaction of their batch. */
export class InventoryTable {
  private readonly insert: StatementSyncInstance;
  private readonly removal: StatementSyncInstance;
  private readonly lastId: StatementSyncInstance;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.insert = database.prepare(
      'INSERT OR REPLACE INTO inventory_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.removal = database.prepare('DELETE FROM inventory_entry WHERE id = ?');
    this.lastId = database.prepare(
      `UPDATE meta SET value = CAST(max(CAST(value AS INTEGER), ?) AS TEXT) WHERE key = 'lastInventoryId'`,
    );
  }

  load(): Required<Pick<StoreState, 'inventory'>> {
    const last = this.database.prepare(`SELECT CAST(value AS INTEGER) AS n FROM meta WHERE key = 'lastInventoryId'`);
    return {
      inventory: {
        entries: inventoryEntries(this.database),
        lastId: z.object({ n: z.number() }).parse(last.get()).n,
      },
    };
  }

  /** Writes changes in their order. */
  save(changes: readonly InventoryChange[]): void {
    let last = 0;
    for (const { id, entry } of changes) {
      last = Math.max(last, id);
      if (entry === null) this.removal.run(id);
      else this.put(entry);
    }
    // A number is never reused, not even after the newest entry was removed: the audit trail names entries by it.
    if (last > 0) this.lastId.run(last);
  }

  private put(entry: InventoryEntry): void {
    const { id, gateway, kind, pattern, name, site, peer, note, priority, version, updatedAt, updatedBy } = entry;
    this.insert.run(id, gateway, kind, pattern, name, site, peer, note, priority, version, updatedAt, updatedBy);
  }
}

/** All entries, by their numbers. */
export function inventoryEntries(database: DatabaseSyncInstance): InventoryEntry[] {
  return database.prepare('SELECT * FROM inventory_entry ORDER BY id').all().map(toEntry);
}

function toEntry(row: unknown): InventoryEntry {
  const { updated_ms: updatedAt, updated_by: updatedBy, ...rest } = rowSchema.parse(row);
  return inventoryEntrySchema.parse({ ...rest, updatedAt, updatedBy });
}
