import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { personRoleSchema, type PersonRole } from '@tunnelwatch/shared/people';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { z } from 'zod';
import { newNumber } from './people-database.js';
import { passwordPerson, providerPerson } from './person-key.js';

/** A session's last use is written at most this often. */
export const SEEN_STEP_MS = MINUTE_MS;

const rowSchema = z.object({
  id: z.number(),
  user_name: z.string(),
  provider: z.enum(['password', 'singleSignOn']),
  provider_user: z.number().nullable(),
  role: personRoleSchema,
  must_change: z.number(),
  created_ms: z.number(),
  seen_ms: z.number(),
  expires_ms: z.number(),
  address: z.string(),
  browser: z.string(),
});

/** A signed-in session in one browser. */
export interface Session {
  id: number;
  /** Who they are, whatever their name. */
  person: string;
  name: string;
  by: 'password' | 'singleSignOn';
  /** For a user with a local password, the current role; otherwise the one that the provider granted. */
  role: PersonRole;
  mustChangePassword: boolean;
  createdAt: number;
  seenAt: number;
  /** When it ends at the latest. */
  expiresAt: number;
  address: string;
  browser: string;
}

export interface NewSession extends Omit<Session, 'id' | 'person' | 'role' | 'mustChangePassword' | 'seenAt'> {
  hash: Uint8Array;
  /** Null for a user with a local password. */
  role: PersonRole | null;
  /** Number of the single sign-on user, and the ID token, which the provider wants back at sign-out; null for a local password. */
  provider: { userId: number; idToken: string } | null;
}

/** A session of a removed user is not valid: the joins leave it out. */
const SELECT = `
  SELECT s.id, coalesce(u.name, p.name) AS user_name, s.provider, s.provider_user, coalesce(s.role, u.role) AS role,
    coalesce(u.must_change, 0) AS must_change, s.created_ms, s.seen_ms, s.expires_ms, s.address, s.browser
  FROM session s
  LEFT JOIN user u ON s.provider = 'password' AND u.name = s.user_name
  LEFT JOIN provider_user p ON s.provider = 'singleSignOn' AND p.id = s.provider_user
  WHERE coalesce(u.name, p.name) IS NOT NULL AND s.expires_ms > ? AND s.seen_ms > ?`;

/** Who is signed in. */
export class SessionTable {
  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly idleMs: number,
  ) {}

  add({ hash, name, by, role, createdAt, expiresAt, address, browser, provider }: NewSession): number {
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO session (id, hash, user_name, provider, role, created_ms, seen_ms, expires_ms, address, browser,
           provider_user, id_token)
         VALUES (${newNumber('session')}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[hash, name, by, role, createdAt, createdAt, expiresAt, address, browser],
        ...[provider?.userId ?? null, provider?.idToken ?? null],
      );
    return Number(lastInsertRowid);
  }

  /** The session of a secret, if it is valid now. */
  findByHash(hash: Uint8Array, now: number): Session | undefined {
    return this.one(this.database.prepare(`${SELECT} AND s.hash = ?`).get(now, now - this.idleMs, hash));
  }

  find(id: number, now: number): Session | undefined {
    return this.one(this.database.prepare(`${SELECT} AND s.id = ?`).get(now, now - this.idleMs, id));
  }

  /** All valid sessions, the most recently used first. */
  list(now: number): Session[] {
    return this.database
      .prepare(`${SELECT} ORDER BY s.seen_ms DESC, s.id DESC`)
      .all(now, now - this.idleMs)
      .map((row) => sessionOf(rowSchema.parse(row)));
  }

  /** The ID token that the provider gave for a session; undefined for a local password. */
  idTokenOf(id: number): string | undefined {
    const row: unknown = this.database.prepare('SELECT id_token FROM session WHERE id = ?').get(id);
    return z.object({ id_token: z.string().nullable() }).optional().parse(row)?.id_token ?? undefined;
  }

  /** Notes that a session is in use. */
  touch(id: number, now: number): void {
    this.database
      .prepare('UPDATE session SET seen_ms = ? WHERE id = ? AND seen_ms < ?')
      .run(now, id, now - SEEN_STEP_MS);
  }

  remove(id: number): void {
    this.database.prepare('DELETE FROM session WHERE id = ?').run(id);
  }

  /** Ends the password sessions of a user, except one if given. */
  removeOf(name: string, except = 0): void {
    this.database
      .prepare("DELETE FROM session WHERE user_name = ? AND provider = 'password' AND id <> ?")
      .run(name, except);
  }

  /**
   * Removes those that have expired. One that was not used for long stays on a node of a cluster until its end: it may be in use
   * on another node, of which this one has not heard for a while.
   */
  removeEnded(now: number): void {
    this.database
      .prepare(
        'DELETE FROM session WHERE expires_ms <= ? OR (seen_ms <= ? AND NOT EXISTS (SELECT 1 FROM replica WHERE id = 1))',
      )
      .run(now, now - this.idleMs);
  }

  private one(row: unknown): Session | undefined {
    return row === undefined ? undefined : sessionOf(rowSchema.parse(row));
  }
}

function sessionOf(row: z.infer<typeof rowSchema>): Session {
  return {
    id: row.id,
    person: row.provider_user === null ? passwordPerson(row.user_name) : providerPerson(row.provider_user),
    name: row.user_name,
    by: row.provider,
    role: row.role,
    mustChangePassword: row.must_change === 1,
    createdAt: row.created_ms,
    seenAt: row.seen_ms,
    expiresAt: row.expires_ms,
    address: row.address,
    browser: row.browser,
  };
}
