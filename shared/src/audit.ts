import { z } from 'zod';
import { actorSchema } from './actor.js';

/** One entry of the audit trail: it is never changed and never removed. */
export const auditEntrySchema = z.object({
  id: z.number().int().positive(),
  /** Epoch ms. */
  at: z.number(),
  actor: actorSchema,
  /** What was done, such as `acknowledge`, `opened`, `signIn`. */
  action: z.string(),
  /** What it was done to, such as `alert 12` or `user ada`. */
  target: z.string(),
  comment: z.string(),
  /** As it was and as it became; null where there is no such thing. */
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  /** SHA-256 over the hash of the entry before and all of this one, in hexadecimal. */
  hash: z.string(),
});

export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What is to be entered: number and hash are given by the store. */
export interface AuditNote extends Omit<AuditEntry, 'id' | 'hash'> {
  /** Names the request that asked for it, so that it is carried out once. */
  requestKey: string | null;
  /** True where it may be handed over again after a crash: it is entered only when its request key is not there yet. */
  mayComeAgain?: boolean;
}

/** What the trail says of a request that was carried out: what it was about, and what became of it. */
export type AuditedRequest = Pick<AuditEntry, 'target' | 'after'>;
