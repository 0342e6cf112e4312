import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { personRoleSchema, type PersonRole } from '@tunnelwatch/shared/people';
import { z } from 'zod';
import { newNumber } from './people-database.js';

const rowSchema = z.object({
  id: z.number(),
  name: z.string(),
  claimed: z.string(),
  issuer: z.string().nullable(),
  subject: z.string().nullable(),
  is_ambiguous: z.number(),
  role: personRoleSchema,
  created_ms: z.number(),
  signed_in_ms: z.number(),
});

/** The identity of somebody at a provider: a subject is never reassigned within its issuer (OpenID Connect Core, 2). */
export interface ProviderIdentity {
  issuer: string;
  subject: string;
}

/** Somebody who signs in at a provider. */
export interface ProviderUser {
  id: number;
  /** The name here, which nobody else has. */
  name: string;
  /** The name that the provider gave, which several may have. */
  claimed: string;
  /** Null for somebody from before identities were stored, until the next sign-in. */
  identity: ProviderIdentity | null;
  /** True when more than one person may have used the name before identities were stored. */
  isAmbiguous: boolean;
  /** The role at the last sign-in. */
  role: PersonRole;
  createdAt: number;
  signedInAt: number;
}

/** Those who have signed in at a provider. Names are case-insensitive for ASCII letters. */
export class ProviderUserTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** All by name. */
  list(): ProviderUser[] {
    return this.database
      .prepare('SELECT * FROM provider_user ORDER BY name')
      .all()
      .map((row) => userOf(rowSchema.parse(row)));
  }

  find(id: number): ProviderUser | undefined {
    return this.one(this.database.prepare('SELECT * FROM provider_user WHERE id = ?').get(id));
  }

  findByName(name: string): ProviderUser | undefined {
    return this.one(this.database.prepare('SELECT * FROM provider_user WHERE name = ?').get(name));
  }

  findByIdentity({ issuer, subject }: ProviderIdentity): ProviderUser | undefined {
    return this.one(
      this.database.prepare('SELECT * FROM provider_user WHERE issuer = ? AND subject = ?').get(issuer, subject),
    );
  }

  add(
    { issuer, subject }: ProviderIdentity,
    { name, claimed, role, signedInAt }: Pick<ProviderUser, 'name' | 'claimed' | 'role' | 'signedInAt'>,
  ): number {
    const { lastInsertRowid } = this.database
      .prepare(
        `INSERT INTO provider_user (id, name, claimed, issuer, subject, is_ambiguous, role, created_ms, signed_in_ms)
         VALUES (${newNumber('provider_user')}, ?, ?, ?, ?, 0, ?, ?, ?)`,
      )
      .run(name, claimed, issuer, subject, role, signedInAt, signedInAt);
    return Number(lastInsertRowid);
  }

  /** Gives an identity to somebody who was known by name alone. */
  bind(id: number, { issuer, subject }: ProviderIdentity): void {
    this.database.prepare('UPDATE provider_user SET issuer = ?, subject = ? WHERE id = ?').run(issuer, subject, id);
  }

  /** Updates what a sign-in brings. */
  update(
    id: number,
    { name, claimed, role, signedInAt }: Pick<ProviderUser, 'name' | 'claimed' | 'role' | 'signedInAt'>,
  ): void {
    this.database
      .prepare('UPDATE provider_user SET name = ?, claimed = ?, role = ?, signed_in_ms = ? WHERE id = ?')
      .run(name, claimed, role, signedInAt, id);
  }

  /** Also ends their sessions: those are valid only with it. */
  remove(id: number): void {
    this.database.prepare('DELETE FROM session WHERE provider_user = ?').run(id);
    this.database.prepare('DELETE FROM provider_user WHERE id = ?').run(id);
  }

  private one(row: unknown): ProviderUser | undefined {
    return row === undefined ? undefined : userOf(rowSchema.parse(row));
  }
}

function userOf(row: z.infer<typeof rowSchema>): ProviderUser {
  const { issuer, subject } = row;
  return {
    id: row.id,
    name: row.name,
    claimed: row.claimed,
    identity: issuer === null || subject === null ? null : { issuer, subject },
    isAmbiguous: row.is_ambiguous === 1,
    role: row.role,
    createdAt: row.created_ms,
    signedInAt: row.signed_in_ms,
  };
}
