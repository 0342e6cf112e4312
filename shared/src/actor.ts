import { z } from 'zod';

/** What a user may do, from least to most. A wall may view one page only. */
export const ROLES = ['wall', 'viewer', 'operator', 'admin'] as const;

export type Role = (typeof ROLES)[number];

export const roleSchema = z.enum(ROLES);

/** True when a role has at least the rights of another one. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Who did something: a person, a program with a token, or this server itself (a clock, a rule, a setting). */
export const actorSchema = z.object({
  kind: z.enum(['person', 'token', 'server']),
  name: z.string(),
  /** Network address of the request; null for the server itself. */
  address: z.string().nullable(),
});

export type Actor = z.infer<typeof actorSchema>;

/** This server itself. */
export const SERVER_ACTOR: Actor = { kind: 'server', name: 'tunnelwatch', address: null };
