import { z } from 'zod';
import { failureClassSchema } from './failure-class.js';
import { prioritySchema } from './priority.js';
import { severitySchema } from './severity.js';

export const GATEWAY_ACTIONS = ['drop', 'adjust', 'abort', 'none'] as const;

/** One message of the gateway's log reference, with our additions. */
export const catalogueEntrySchema = z.strictObject({
  /** Numeric message id, compared as a decimal integer. */
  id: z.number().int().min(1).max(2_147_483_647),
  /** The message text as the gateway writes it. */
  message: z.string().min(1).max(200),
  /** Log categories, such as IPSEC and FRAG. */
  categories: z.array(z.string().regex(/^[A-Z][A-Z0-9_]*$/)).min(1),
  /** The severity of the message unless the gateway is configured otherwise. */
  severity: severitySchema,
  /** Parameter names in the order of the reference. */
  parameters: z.array(z.string().min(1).max(64)),
  /** What the gateway does with the packet or the setting. */
  gatewayAction: z.enum(GATEWAY_ACTIONS),
  /** How the gateway describes that action; null where the reference says None. */
  actionDescription: z.string().min(1).nullable(),
  /** What the message means. */
  explanation: z.string().min(1),
  /** The vendor's recommendation; null where the reference says None. */
  proposedAction: z.string().min(1).nullable(),
  /** Our own advice, never presented as the vendor's. */
  ourAdvice: z.string().min(1).nullable(),
  /** A remark on the reference itself, such as an error in it. */
  note: z.string().min(1).nullable(),
  failureClass: failureClassSchema,
  /** True when the condition leaves something behind that only an operator can declare resolved. */
  isLatching: z.boolean(),
  /** The lowest priority that an alert of this message has. */
  priority: prioritySchema,
  /** Reference section, such as 2.26.2; null for a user's own entry. */
  section: z.string().nullable(),
  /** Origin of the entry: built in, or the user's file. */
  origin: z.enum(['builtin', 'user']),
  /** Fields that the user's file has set; absent for an unchanged built-in entry. */
  userFields: z.array(z.string()).optional(),
});

export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;

/** Whether a field comes from the user's file, or the whole entry does: then it is neither the guide's nor ours. */
export function isFromUser(entry: CatalogueEntry, field: keyof CatalogueEntry): boolean {
  return entry.section === null || (entry.userFields ?? []).includes(field);
}

export const catalogueListSchema = z.object({
  items: z.array(catalogueEntrySchema),
  nextCursor: z.string().nullable(),
});
