import { z } from 'zod';
import { roleSchema } from './actor.js';
import { isoTimeSchema } from './api.js';

/** The cookie of somebody who has signed in. */
export const SESSION_COOKIE = 'tunnelwatch-session';
/** The cookie of a wall that was opened with a token. */
export const WALL_COOKIE = 'tunnelwatch-wall';

/** Passwords shorter than this are refused (NIST SP 800-63B section 5.1.1.2 asks for 8 at the least). */
export const MIN_PASSWORD = 10;

/** A password that somebody chooses. The upper bound keeps hashing from becoming a burden. */
export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD, `a password has at least ${String(MIN_PASSWORD)} characters`)
  .max(256, 'a password has at most 256 characters');

/** Name of a person: how it is entered in the audit trail, so it has no blanks or marks that could mislead. */
export const personNameSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u,
    'a name begins with a letter or digit and has up to 64 letters, digits and . _ @ + -',
  );

/** Name of a token, which says where it is used. */
export const tokenNameSchema = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(100, 'a name has at most 100 characters')
  .regex(/^[^\p{C}]*$/u, 'a name has no control characters');

/** Roles that people may have: a wall is no person. */
export const personRoleSchema = z.enum(['viewer', 'operator', 'admin']);
export type PersonRole = z.infer<typeof personRoleSchema>;

/** Whom the server takes the asking one for. */
export const whoSchema = z.object({
  /** `open`: nobody signs in here, so everybody may do everything. */
  kind: z.enum(['session', 'token', 'open']),
  name: z.string(),
  role: roleSchema,
  /** Nothing but a change of the password is possible until it is changed. */
  mustChangePassword: z.boolean(),
  /** True when the password is kept here and can be changed here. */
  hasPassword: z.boolean(),
});
export type Who = z.infer<typeof whoSchema>;

/** The answer to "who am I", for those too who are nobody yet. */
export const sessionAnswerSchema = z.object({
  who: whoSchema.nullable(),
  /** What the button of single sign-on says; null where there is none. */
  singleSignOn: z.string().nullable(),
});
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

/** Signs in: a person by name and password, or a wall by its token. */
export const signInBodySchema = z.union([
  z.strictObject({ name: z.string().max(200), password: z.string().max(256) }),
  z.strictObject({ token: z.string().max(200) }),
]);

export const passwordBodySchema = z.strictObject({ current: z.string().max(256), next: newPasswordSchema });

export const apiUserSchema = z.object({
  name: z.string(),
  role: personRoleSchema,
  createdAt: isoTimeSchema,
  mustChangePassword: z.boolean(),
});
export const userPageSchema = z.object({ items: z.array(apiUserSchema), nextCursor: z.null() });

export const newUserBodySchema = z.strictObject({ name: personNameSchema, role: personRoleSchema });
export const userRoleBodySchema = z.strictObject({ role: personRoleSchema });
/** A password that is asked to be changed at the first sign-in; it is told once. */
export const oneTimePasswordSchema = z.object({ name: z.string(), oneTimePassword: z.string() });

export const apiTokenSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  role: roleSchema,
  createdAt: isoTimeSchema,
  createdBy: z.string(),
  /** To a minute. */
  usedAt: isoTimeSchema.nullable(),
});
export const tokenPageSchema = z.object({ items: z.array(apiTokenSchema), nextCursor: z.null() });

export const newTokenBodySchema = z.strictObject({ name: tokenNameSchema, role: roleSchema });
/** The token itself is told once: only its hash is kept. */
export const newTokenAnswerSchema = apiTokenSchema.extend({ token: z.string() });

export const apiSessionSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  role: personRoleSchema,
  /** How its owner signed in. */
  by: z.enum(['password', 'singleSignOn']),
  createdAt: isoTimeSchema,
  /** To a minute. */
  seenAt: isoTimeSchema,
  expiresAt: isoTimeSchema,
  address: z.string(),
  browser: z.string(),
  /** True for the session that asks. */
  isOwn: z.boolean(),
});
export const sessionPageSchema = z.object({ items: z.array(apiSessionSchema), nextCursor: z.null() });

/** What was asked for is done. */
export const doneSchema = z.object({ done: z.literal(true) });
