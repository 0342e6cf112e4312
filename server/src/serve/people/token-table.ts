import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type Role, roleSchema } from '@tunnelwatch/shared/actor';
import { z } from 'zod';
import { newNumber } from './people-database.js';
import { SEEN_STEP_MS } from './session-table.js';

const rowSchema = z.object({
  id: z.number(),
  name: z.string(),
  role: roleSchema,
  created_ms: z.number(),
  created_by: z.string(),
  used_ms: z.number().nullable(),
  expires_ms: z.number().nullable(),
  wall: z.number().nullable(),
});

/** A secret that a program or a wall presents instead of signing in. It is valid until it expires or is revoked. */
export interface Token {
  id: number;
  name: string;
  role: Role;
  createdAt: number;
  createdBy: string;
  /** Accurate to a minute; null when it was never used. */
  usedAt: number | null;
  /** When it expires, epoch ms; null for never. */
  expiresAt: number | null;
  /** The one wall that it opens; null for a token that opens more. */
  wall: number | null;
}

/** True when a token may no longer be used at a time, epoch ms. */
export function hasExpired({ expiresAt }: Pick<Token, 'expiresAt'>, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** The tokens; only their hashes are stored. */
export class TokenTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** All tokens, also those that have expired. */
  list(): Token[] {
    return this.database
      .prepare('SELECT * FROM token ORDER BY id')
      .all()
      .map((row) => tokenOf(rowSchema.parse(row)));
  }

  find(id: number): Token | undefined {
    return this.one(this.database.prepare('SELECT * FROM token WHERE id = ?').get(id));
  }

  findByName(name: string): Token | undefined {
    return this.one(this.database.prepare('SELECT * FROM token WHERE name = ?').get(name));
  }

  findByHash(hash: Uint8Array): Token | undefined {
    return this.one(this.database.prepare('SELECT * FROM token WHERE hash = ?').get(hash));
  }

  add({ name, role, createdAt, createdBy, expiresAt, wall }: Omit<Token, 'id' | 'usedAt'>, hash: Uint8Array): number {
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO token (id, hash, name, role, created_ms, created_by, expires_ms, wall)
         VALUES (${newNumber('token')}, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(hash, name, role, createdAt, createdBy, expiresAt, wall);
    return Number(lastInsertRowid);
  }

  /** The tokens that open a wall. */
  ofWall(wall: number): Token[] {
    return this.database
      .prepare('SELECT * FROM token WHERE wall = ? ORDER BY id')
      .all(wall)
      .map((row) => tokenOf(rowSchema.parse(row)));
  }

  touch(id: number, now: number): void {
    this.database
      .prepare('UPDATE token SET used_ms = ? WHERE id = ? AND coalesce(used_ms, 0) < ?')
      .run(now, id, now - SEEN_STEP_MS);
  }

  remove(id: number): void {
    this.database.prepare('DELETE FROM token WHERE id = ?').run(id);
  }

  private one(row: unknown): Token | undefined {
    return row === undefined ? undefined : tokenOf(rowSchema.parse(row));
  }
}

function tokenOf(row: z.infer<typeof rowSchema>): Token {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_ms,
    createdBy: row.created_by,
    usedAt: row.used_ms,
    expiresAt: row.expires_ms,
    wall: row.wall,
  };
}
