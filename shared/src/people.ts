import { z } from 'zod';
import { roleSchema } from './actor.js';
import { isoTimeSchema } from './api.js';
import { personalSettingsSchema } from './personal-settings.js';

/** The session cookie of a signed-in user. */
export const SESSION_COOKIE = 'tunnelwatch-session';
/** The cookie of a wall that was opened with a token. */
export const WALL_COOKIE = 'tunnelwatch-wall';

/** A mark of a browser in which somebody has signed in before. It lets nobody in. */
export const DEVICE_COOKIE = 'tunnelwatch-device';

/** Shorter passwords are refused (NIST SP 800-63B section 5.1.1.2 requires at least 8). */
export const MIN_PASSWORD = 12;

/** A password that a user chooses. The upper bound keeps hashing cheap. */
export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD, `a password has at least ${String(MIN_PASSWORD)} characters`)
  .max(256, 'a password has at most 256 characters');

/** Name of a user as entered in the audit trail, so without spaces. The server also refuses names that look like another. */
export const personNameSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u,
    'a name begins with a letter or digit and has up to 64 letters, digits and . _ @ + -',
  );

/** Name of a token, which says what it is used for. */
export const tokenNameSchema = z
  .string()
  .trim()
  .min(1, 'a name is needed')
  .max(100, 'a name has at most 100 characters')
  .regex(/^[^\p{C}]*$/u, 'a name has no control characters');

/** Roles that users may have: a wall is not a user. */
export const personRoleSchema = z.enum(['viewer', 'operator', 'admin']);
export type PersonRole = z.infer<typeof personRoleSchema>;

/** The identity of the requester. */
export const whoSchema = z.object({
  /** `open`: sign-in is disabled, so everybody may do everything. */
  kind: z.enum(['session', 'token', 'open']),
  name: z.string(),
  role: roleSchema,
  /** The password must be changed before anything else is possible. */
  mustChangePassword: z.boolean(),
  /** True when the password is stored here and can be changed here. */
  hasPassword: z.boolean(),
  /** The one wall that a token opens; null for anything else. */
  wall: z.number().int().nullable().default(null),
});
export type Who = z.infer<typeof whoSchema>;

/** Why a sign-in by single sign-on was refused, as the sign-in page learns it from its URL. */
export const SIGN_ON_REFUSALS = [
  'timed-out',
  'unknown-host',
  'provider-unavailable',
  'provider-refused',
  'no-name',
  'no-role',
  'groups-overage',
  'name-taken',
  'name-deceptive',
  'name-ambiguous',
] as const;
export type SignOnRefusal = (typeof SIGN_ON_REFUSALS)[number];

/** The answer to "who am I", also for those who have not signed in. */
export const sessionAnswerSchema = z.object({
  who: whoSchema.nullable(),
  /** Label of the single sign-on button; null when there is none. */
  singleSignOn: z.string().nullable(),
  /** The personal settings of somebody who is signed in; null where the browser keeps them. */
  settings: personalSettingsSchema.nullable(),
  /** The time zone of the site, such as `Europe/Stockholm`; null if nobody is signed in. */
  siteTimeZone: z.string().nullable(),
});
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

/** Signs in: a user by name and password, or a wall by its token. */
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

/** Somebody who signs in by single sign-on. */
export const apiSingleSignOnUserSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  /** The provider and the user there; null for users of an earlier version, until they sign in again. */
  issuer: z.string().nullable(),
  subject: z.string().nullable(),
  /** True when more than one person may have used the name: they cannot sign in until an admin removes the entry. */
  isAmbiguous: z.boolean(),
  /** The role at the last sign-in. */
  role: personRoleSchema,
  createdAt: isoTimeSchema,
  signedInAt: isoTimeSchema,
});
export const singleSignOnUserPageSchema = z.object({
  items: z.array(apiSingleSignOnUserSchema),
  nextCursor: z.null(),
});

export const newUserBodySchema = z.strictObject({ name: personNameSchema, role: personRoleSchema });
export const userRoleBodySchema = z.strictObject({ role: personRoleSchema });
/** A one-time password, which must be changed at the first sign-in; it is shown once. */
export const oneTimePasswordSchema = z.object({ name: z.string(), oneTimePassword: z.string() });

export const apiTokenSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  role: roleSchema,
  createdAt: isoTimeSchema,
  createdBy: z.string(),
  /** Accurate to a minute. */
  usedAt: isoTimeSchema.nullable(),
  /** Null if it does not expire. */
  expiresAt: isoTimeSchema.nullable(),
  /** True once it has expired: requests with it are refused. */
  hasExpired: z.boolean(),
  /** The one wall that it opens; null for every other token. */
  wall: z.number().int().nullable().default(null),
});
export const tokenPageSchema = z.object({ items: z.array(apiTokenSchema), nextCursor: z.null() });

export const newTokenBodySchema = z.strictObject({
  name: tokenNameSchema,
  role: roleSchema,
  /** Absent or null for a token that does not expire. */
  expiresAt: isoTimeSchema.nullish(),
});
/** The token itself is shown once: only its hash is stored. */
export const newTokenAnswerSchema = apiTokenSchema.extend({ token: z.string() });

export const apiSessionSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  role: personRoleSchema,
  /** How its owner signed in. */
  by: z.enum(['password', 'singleSignOn']),
  createdAt: isoTimeSchema,
  /** Accurate to a minute. */
  seenAt: isoTimeSchema,
  expiresAt: isoTimeSchema,
  address: z.string(),
  browser: z.string(),
  /** True for the session of the request. */
  isOwn: z.boolean(),
});
export const sessionPageSchema = z.object({ items: z.array(apiSessionSchema), nextCursor: z.null() });

/** The request was carried out. */
export const doneSchema = z.object({ done: z.literal(true) });

/** The session has ended. */
export const signedOutSchema = doneSchema.extend({
  /** Where the browser has to go to sign out at the single sign-on provider too; null when there is nothing to do. */
  continueAt: z.url().nullable(),
});
