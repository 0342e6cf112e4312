import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type WallSettings, wallSettingsSchema } from '@tunnelwatch/shared/wall';
import { z } from 'zod';
import { newNumber } from './people-database.js';

const rowSchema = z.object({
  id: z.number(),
  name: z.string(),
  settings: z.string(),
  updated_ms: z.number(),
  updated_by: z.string(),
});

/** A wall that an admin made. */
export interface StoredWall extends WallSettings {
  id: number;
  updatedAt: number;
  updatedBy: string;
}

/** The walls: their names, and their other settings as JSON. */
export class WallTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  list(): StoredWall[] {
    return this.database
      .prepare('SELECT * FROM wall ORDER BY name COLLATE NOCASE')
      .all()
      .map((row) => wallOf(rowSchema.parse(row)));
  }

  find(id: number): StoredWall | undefined {
    const row: unknown = this.database.prepare('SELECT * FROM wall WHERE id = ?').get(id);
    return row === undefined ? undefined : wallOf(rowSchema.parse(row));
  }

  /** Whether a wall other than one has that name. */
  isTaken(name: string, except: number): boolean {
    return this.database.prepare('SELECT 1 FROM wall WHERE name = ? AND id <> ?').get(name, except) !== undefined;
  }

  add({ name, updatedAt, updatedBy, ...settings }: Omit<StoredWall, 'id'>): number {
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO wall (id, name, settings, updated_ms, updated_by) VALUES (${newNumber('wall')}, ?, ?, ?, ?)`,
      )
      .run(name, JSON.stringify(settings), updatedAt, updatedBy);
    return Number(lastInsertRowid);
  }

  update({ id, name, updatedAt, updatedBy, ...settings }: StoredWall): void {
    this.database
      .prepare('UPDATE wall SET name = ?, settings = ?, updated_ms = ?, updated_by = ? WHERE id = ?')
      .run(name, JSON.stringify(settings), updatedAt, updatedBy, id);
  }

  remove(id: number): void {
    this.database.prepare('DELETE FROM wall WHERE id = ?').run(id);
  }
}

function wallOf({ id, name, settings, updated_ms, updated_by }: z.infer<typeof rowSchema>): StoredWall {
  const kept = wallSettingsSchema.omit({ name: true }).parse(JSON.parse(settings));
  return { ...kept, id, name, updatedAt: updated_ms, updatedBy: updated_by };
}
