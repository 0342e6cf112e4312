import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type ChannelFields, channelFieldsSchema } from '@tunnelwatch/shared/notification-settings';
import { z } from 'zod';
import { newNumber } from './people-database.js';
import { KeptSecret } from '../../config/kept-secret.js';

const rowSchema = z.object({
  id: z.number(),
  name: z.string(),
  settings: z.string(),
  secret: z.string().nullable(),
  secret_ms: z.number().nullable(),
  version: z.number(),
  updated_ms: z.number(),
  updated_by: z.string(),
});

/** A channel that an admin made in the browser. */
export interface StoredChannel {
  id: number;
  fields: ChannelFields;
  secret: KeptSecret | null;
  version: number;
  updatedAt: number;
  updatedBy: string;
}

/** The channels that were made in the browser: their names, their settings as JSON, and their secrets. */
export class ChannelTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** In the order in which they were made. */
  list(): StoredChannel[] {
    return this.database
      .prepare('SELECT * FROM channel ORDER BY id')
      .all()
      .map((row) => channelOf(rowSchema.parse(row)));
  }

  find(id: number): StoredChannel | undefined {
    const row: unknown = this.database.prepare('SELECT * FROM channel WHERE id = ?').get(id);
    return row === undefined ? undefined : channelOf(rowSchema.parse(row));
  }

  add({ fields, secret, version, updatedAt, updatedBy }: Omit<StoredChannel, 'id'>): number {
    const { name, ...settings } = fields;
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO channel (id, name, settings, secret, secret_ms, version, updated_ms, updated_by)
         VALUES (${newNumber('channel')}, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(name, JSON.stringify(settings), ...columnsOf(secret), version, updatedAt, updatedBy);
    return Number(lastInsertRowid);
  }

  update({ id, fields, secret, version, updatedAt, updatedBy }: StoredChannel): void {
    const { name, ...settings } = fields;
    this.database
      .prepare(
        `UPDATE channel SET name = ?, settings = ?, secret = ?, secret_ms = ?, version = ?, updated_ms = ?, updated_by = ?
         WHERE id = ?`,
      )
      .run(name, JSON.stringify(settings), ...columnsOf(secret), version, updatedAt, updatedBy, id);
  }

  remove(id: number): void {
    this.database.prepare('DELETE FROM channel WHERE id = ?').run(id);
  }
}

function columnsOf(secret: KeptSecret | null): [text: string | null, setAt: number | null] {
  return secret === null ? [null, null] : [secret.reveal(), secret.setAt];
}

function channelOf(row: z.infer<typeof rowSchema>): StoredChannel {
  const { id, name, settings, secret, secret_ms, version, updated_ms, updated_by } = row;
  return {
    id,
    fields: { ...channelFieldsSchema.omit({ name: true }).parse(JSON.parse(settings)), name },
    secret: secret === null ? null : new KeptSecret(secret, secret_ms ?? updated_ms),
    version,
    updatedAt: updated_ms,
    updatedBy: updated_by,
  };
}
