import { z } from 'zod';

/** Who did something: a person, a program with a token, or this server itself (a clock, a rule, a setting). */
export const actorSchema = z.object({
  kind: z.enum(['person', 'token', 'server']),
  name: z.string(),
  /** Network address that it came from; null for the server itself. */
  address: z.string().nullable(),
});

export type Actor = z.infer<typeof actorSchema>;

/** This server itself. */
export const SERVER_ACTOR: Actor = { kind: 'server', name: 'tunnelwatch', address: null };
