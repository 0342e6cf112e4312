import type { DecodedMessage } from '../decode/decoded-line.js';

/** Which gateways the lines of one sender may be of: without it, a sender may name any. */
export interface SenderBinding {
  /** The sender's address. Lines that name a gateway of other senders count under it. */
  sender: string;
  /** The gateway of all of its lines, whatever they say; undefined where they may say it. */
  gateway: string | undefined;
  /** Whether a gateway belongs to other senders only. */
  isForeign: (gateway: string) => boolean;
}

/** Gives a message the gateway that its sender may be [TAIL-46]. */
export function bindToSender(message: DecodedMessage, binding: SenderBinding): void {
  if (binding.gateway !== undefined) {
    message.gateway = binding.gateway;
    return;
  }
  if (!binding.isForeign(message.gateway)) return;
  message.claims = message.gateway;
  message.gateway = binding.sender;
}
