import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { personRoleSchema, type PersonRole } from '@tunnelwatch/shared/people';
import { z } from 'zod';

const rowSchema = z.object({
  name: z.string(),
  role: personRoleSchema,
  password_hash: z.string(),
  must_change: z.number(),
  created_ms: z.number(),
});

/** A user who signs in with a password. */
export interface User {
  name: string;
  role: PersonRole;
  mustChangePassword: boolean;
  createdAt: number;
}

/** The users of this server. Names are case-insensitive for ASCII letters. */
export class UserTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** All users by name. */
  list(): User[] {
    return this.database
      .prepare('SELECT * FROM user ORDER BY name')
      .all()
      .map((row) => userOf(rowSchema.parse(row)));
  }

  find(name: string): (User & { passwordHash: string }) | undefined {
    const row: unknown = this.database.prepare('SELECT * FROM user WHERE name = ?').get(name);
    if (row === undefined) return undefined;
    const parsed = rowSchema.parse(row);
    return { ...userOf(parsed), passwordHash: parsed.password_hash };
  }

  add({ name, role, mustChangePassword, createdAt }: User, passwordHash: string): void {
    this.database
      .prepare('INSERT INTO user (name, role, password_hash, must_change, created_ms) VALUES (?, ?, ?, ?, ?)')
      .run(name, role, passwordHash, mustChangePassword ? 1 : 0, createdAt);
  }

  setPassword(name: string, passwordHash: string, mustChangePassword: boolean): void {
    this.database
      .prepare('UPDATE user SET password_hash = ?, must_change = ? WHERE name = ?')
      .run(passwordHash, mustChangePassword ? 1 : 0, name);
  }

  setRole(name: string, role: PersonRole): void {
    this.database.prepare('UPDATE user SET role = ? WHERE name = ?').run(role, name);
  }

  remove(name: string): void {
    this.database.prepare('DELETE FROM user WHERE name = ?').run(name);
  }
}

function userOf({ name, role, must_change: mustChange, created_ms: createdAt }: z.infer<typeof rowSchema>): User {
  return { name, role, mustChangePassword: mustChange === 1, createdAt };
}
