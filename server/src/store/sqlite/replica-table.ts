import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { notificationPlanSchema } from '../../core/notifications/plan-schema.js';
import type { ReplicaPosition } from '../store.js';
import { databaseFile, openForReading } from './database.js';

const positionSchema = z.object({
  sequence: z.number().int().min(0),
  id: z.string(),
  storedAt: z.number(),
  at: z.number(),
  batches: z.array(z.object({ collector: z.string(), incarnation: z.string(), number: z.number().int() })),
  plan: notificationPlanSchema.exactOptional(),
});

/** How far a node has applied the inputs of its cluster. */
export class ReplicaTable {
  private readonly put: StatementSyncInstance;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.put = database.prepare(`INSERT OR REPLACE INTO meta VALUES ('replica', ?)`);
  }

  /** Undefined where the store has never been a node's. */
  load(): ReplicaPosition | undefined {
    return positionIn(this.database);
  }

  save(position: ReplicaPosition | undefined): void {
    if (position !== undefined) this.put.run(JSON.stringify(position));
  }
}

/** How far the node of a data folder has applied the inputs of its cluster; undefined without a store, or where it is no node's. */
export function replicaPositionIn(dataDirectory: string): ReplicaPosition | undefined {
  if (!existsSync(databaseFile(dataDirectory))) return undefined;
  const database = openForReading(dataDirectory);
  try {
    return positionIn(database);
  } finally {
    database.close();
  }
}

function positionIn(database: DatabaseSyncInstance): ReplicaPosition | undefined {
  const row = database.prepare(`SELECT value FROM meta WHERE key = 'replica'`).get();
  if (row === undefined) return undefined;
  return positionSchema.parse(JSON.parse(z.object({ value: z.string() }).parse(row).value));
}
