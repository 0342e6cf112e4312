import { z } from 'zod';
import { alertStateSchema } from './alert.js';
import { namedShape } from './inventory.js';
import { prioritySchema } from './priority.js';
import { severitySchema } from './severity.js';
import { alertSubjectSchema } from './subject.js';

/** Most hits of each kind, unless fewer are asked for. */
export const MAX_SEARCH_HITS = 20;

/** Words that a search may have. */
export const MAX_SEARCH_WORDS = 8;

/** Words in any order, all of which must be found in a hit, ignoring case. */
export const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .max(200, '200 characters at the most')
    .refine((text) => text.trim() !== '', 'write something to search for')
    .refine(
      (text) => text.trim().split(/\s+/).length <= MAX_SEARCH_WORDS,
      `${String(MAX_SEARCH_WORDS)} words at the most`,
    ),
  limit: z.coerce.number().int().min(1).max(MAX_SEARCH_HITS).default(MAX_SEARCH_HITS),
});

/** The best hits of a kind, and whether there are more. */
function hitsOf<Hit extends z.ZodType>(hit: Hit) {
  return z.object({ items: z.array(hit), hasMore: z.boolean() });
}

/** A tunnel by its inventory name, site, peer, gateway, or matchkey in decimal or hexadecimal. */
export const tunnelHitSchema = z.object({
  ...namedShape,
  gateway: z.string(),
  matchkey: z.string(),
  /** The matchkey in the other notation: `0x1f` for `31`, and `31` for `0x1f`; null where it is no number. */
  otherNotation: z.string().nullable(),
  /** False for one that only the inventory knows: nothing was received of it. */
  isSeen: z.boolean(),
  /** Failures within the last hour. */
  recentTotal: z.number().int().nonnegative(),
});

export const interfaceHitSchema = z.object({ ...namedShape, gateway: z.string(), iface: z.string() });

export const gatewayHitSchema = z.object({ gateway: z.string(), tunnels: z.number().int().nonnegative() });

/** An alert that is open: not resolved, closed or grouped under another one. */
export const alertHitSchema = z.object({
  ...namedShape,
  id: z.number().int().positive(),
  state: alertStateSchema,
  priority: prioritySchema,
  message: z.string(),
  subject: alertSubjectSchema,
});

/** A message of the catalogue. */
export const messageHitSchema = z.object({ id: z.number().int(), message: z.string(), severity: severitySchema });

/** The hits of a search, the best of each kind first. */
export const searchAnswerSchema = z.object({
  tunnels: hitsOf(tunnelHitSchema),
  interfaces: hitsOf(interfaceHitSchema),
  gateways: hitsOf(gatewayHitSchema),
  alerts: hitsOf(alertHitSchema),
  messages: hitsOf(messageHitSchema),
});

export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
export type TunnelHit = z.infer<typeof tunnelHitSchema>;
export type AlertHit = z.infer<typeof alertHitSchema>;
