import { z } from 'zod';
import type { Problem } from './error-code.js';
import { isoTimeSchema } from './api.js';
import { parseNetwork } from './network.js';

/** The sender that stands for all who have no budget of their own: there are too many addresses for that. */
export const OTHER_SENDERS = 'other senders';

/** The widest network that may be blocked, in bits: a wider one is a matter for a firewall. */
export const MIN_BLOCK_PREFIX = { ipv4: 16, ipv6: 32 } as const;

/** Who blocked a sender, and when. */
const senderBlockSchema = z.object({ at: z.number(), by: z.string(), comment: z.string() });

/** What is known of a sender that named more than its budget of new names, or that is blocked. Times are epoch ms. */
export const senderReportSchema = z.object({
  /** Its address, its /64 or the blocked network; for a file its path. */
  sender: z.string(),
  kind: z.enum(['address', 'source', 'others']),
  /** Lines that named a gateway, or a tunnel or interface, beyond the budget of new names. */
  refusedGateways: z.number().int().nonnegative(),
  refusedTunnels: z.number().int().nonnegative(),
  /** The newest such name, and when it came; null for none. */
  lastName: z.string().nullable(),
  refusedAt: z.number().nullable(),
  /** Null while it is not blocked. */
  block: senderBlockSchema.nullable(),
  /** Datagrams and connections that were discarded, and when the newest came. */
  discarded: z.number().int().nonnegative(),
  discardedAt: z.number().nullable(),
});

export type SenderReport = z.infer<typeof senderReportSchema>;

/** The same over HTTP. */
export const apiSenderSchema = senderReportSchema.extend({
  refusedAt: isoTimeSchema.nullable(),
  discardedAt: isoTimeSchema.nullable(),
  block: senderBlockSchema.extend({ at: isoTimeSchema }).nullable(),
});

export type ApiSender = z.infer<typeof apiSenderSchema>;

export const senderListSchema = z.object({ items: z.array(apiSenderSchema), nextCursor: z.null() });

/** An address or a network in CIDR notation, as it is usually written. */
export const networkSchema = z
  .string()
  .max(64)
  .transform((text, context): string => {
    const network = parseNetwork(text);
    if (network === undefined) {
      context.addIssue({ code: 'custom', message: 'expected an IP address, or a network such as 192.0.2.0/24' });
      return z.NEVER;
    }
    const least = network.bytes.length === 4 ? MIN_BLOCK_PREFIX.ipv4 : MIN_BLOCK_PREFIX.ipv6;
    if (network.prefix < least) {
      const message = `it covers too much: a block may cut off /${String(least)} at most, use a firewall for more`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    return network.text;
  });

/** The request to block a sender. */
export const blockSenderSchema = z.strictObject({
  sender: networkSchema,
  comment: z.string().trim().max(500).default(''),
});

/** The request to unblock one; it is named as the list of senders has it. */
export const unblockSenderSchema = z.strictObject({ sender: networkSchema });

/** How a command on a sender ended. */
export type SenderResult = { ok: true; sender: SenderReport } | { ok: false; problem: Problem };
