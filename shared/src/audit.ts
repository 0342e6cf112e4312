import { z } from 'zod';
import { actorSchema } from './actor.js';

/** One entry of the audit trail, which is never changed or removed. */
export const auditEntrySchema = z.object({
  id: z.number().int().positive(),
  /** Epoch ms. */
  at: z.number(),
  actor: actorSchema,
  /** The action, such as `acknowledge`, `opened`, `signIn`. */
  action: z.string(),
  /** The target, such as `alert 12` or `user ada`. */
  target: z.string(),
  comment: z.string(),
  /** The state before and after; null where there is none. */
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  /** SHA-256 over the previous entry's hash and all of this entry, in hexadecimal. */
  hash: z.string(),
});

export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Actions that were refused: sign-ins, limits, tokens, names, and what somebody had no right to. */
export const REFUSED_ACTIONS: readonly string[] = [
  'changeLost',
  'nameRefused',
  'passwordChangeLimited',
  'refused',
  'signInFailed',
  'signInLimited',
  'tokenRefused',
];

export const AUDIT_OUTCOMES = ['done', 'refused'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** Whether an action was carried out. */
export function outcomeOf({ action }: Pick<AuditEntry, 'action'>): AuditOutcome {
  return REFUSED_ACTIONS.includes(action) ? 'refused' : 'done';
}

/** A new entry: the store assigns number and hash. */
export interface AuditNote extends Omit<AuditEntry, 'id' | 'hash'> {
  /** Identifies the request that caused it, so that it is carried out only once. */
  requestKey: string | null;
  /** True if it may be submitted again after a crash: it is added only if its request key is not present yet. */
  mayComeAgain?: boolean;
}

/** What the trail records of a request that was carried out: its target and its result. */
export type AuditedRequest = Pick<AuditEntry, 'target' | 'after'>;

/** An entry as it is shown to anybody but admins: without the address from which its actor worked. */
export function withoutAddress<Entry extends Pick<AuditEntry, 'actor'>>(entry: Entry): Entry {
  return { ...entry, actor: { ...entry.actor, address: null } };
}
