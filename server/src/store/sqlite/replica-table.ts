import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { appliedSettingsSchema } from '../../config/shared-settings.js';
import { notificationPlanSchema } from '../../core/notifications/plan-schema.js';
import type { ReplicaPosition } from '../store.js';
import { databaseFile, openForReading } from './database.js';

const placeSchema = z.object({ sequence: z.number().int().min(0), id: z.string(), storedAt: z.number() });

const positionSchema = placeSchema.extend({
  at: z.number(),
  batches: z.array(z.object({ collector: z.string(), incarnation: z.string(), number: z.number().int() })),
  plan: notificationPlanSchema.exactOptional(),
  pieces: placeSchema.exactOptional(),
});

/** How far a node has applied the inputs of its cluster. */
export class ReplicaTable {
  private readonly put: StatementSyncInstance;
  private readonly putSettings: StatementSyncInstance;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.put = database.prepare(`INSERT OR REPLACE INTO meta VALUES ('replica', ?)`);
    this.putSettings = database.prepare(`INSERT OR REPLACE INTO meta VALUES ('replicaSettings', ?)`);
  }

  /** Undefined where the store has never been a node's. */
  load(): ReplicaPosition | undefined {
    return positionIn(this.database);
  }

  /** Settings that it leaves out stay as they are. */
  save(position: ReplicaPosition | undefined): void {
    if (position === undefined) return;
    const { settings, ...rest } = position;
    this.put.run(JSON.stringify(rest));
    if (settings !== undefined) this.putSettings.run(JSON.stringify(settings));
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
  const position = valueOf(database, 'replica');
  if (position === undefined) return undefined;
  const settings = valueOf(database, 'replicaSettings');
  return {
    ...positionSchema.parse(position),
    ...(settings !== undefined && { settings: appliedSettingsSchema.parse(settings) }),
  };
}

function valueOf(database: DatabaseSyncInstance, key: 'replica' | 'replicaSettings'): unknown {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
  return row === undefined ? undefined : JSON.parse(z.object({ value: z.string() }).parse(row).value);
}
