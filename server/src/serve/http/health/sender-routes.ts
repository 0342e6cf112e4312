import { iso, isoOrNull } from '@tunnelwatch/shared/iso-time';
import {
  apiSenderSchema,
  blockSenderSchema,
  senderListSchema,
  type SenderReport,
  unblockSenderSchema,
} from '@tunnelwatch/shared/sender';
import type { ApiContext } from '../api-context.js';
import { carryOut } from '../carry-out.js';
import { parseBody, type Route } from '../route.js';

/** Senders that invent names, and how admins cut them off. */
export function senderRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/senders',
      access: 'viewer',
      summary: 'Senders that named more than their limit of new names, and blocked ones, the newest first',
      answer: senderListSchema,
      handle: (_request, response) => {
        response.json({ items: context.senders().map(presentSender), nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/senders/block',
      access: 'admin',
      summary: 'Blocks an address or a network: its connections are closed, and what it sends is counted and discarded',
      body: blockSenderSchema,
      answer: apiSenderSchema,
      handle: async (request, response) => {
        const body = parseBody(blockSenderSchema, request);
        const { sender } = await carryOut(context, request, ['blockSender', body]);
        response.json(presentSender(sender));
      },
    },
    {
      method: 'post',
      path: '/senders/unblock',
      access: 'admin',
      summary: 'Ends a block; the sender is named as the list has it',
      body: unblockSenderSchema,
      answer: apiSenderSchema,
      handle: async (request, response) => {
        const body = parseBody(unblockSenderSchema, request);
        const { sender } = await carryOut(context, request, ['unblockSender', body]);
        response.json(presentSender(sender));
      },
    },
  ];
}

/** A sender as HTTP returns it. */
function presentSender({ refusedAt, discardedAt, block, ...sender }: SenderReport) {
  return {
    ...sender,
    refusedAt: isoOrNull(refusedAt),
    discardedAt: isoOrNull(discardedAt),
    block: block === null ? null : { ...block, at: iso(block.at) },
  };
}
