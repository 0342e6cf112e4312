import type { DecodedMessage } from '../decode/decoded-line.js';

/** Which gateways the lines of one sender may be of, as settings say it. Names are in small letters. */
export interface BindingSettings {
  /** The sender's address. */
  sender: string;
  /** The gateway of all of its lines, whatever they say; null where they may say it. */
  gateway: string | null;
  /** All gateways that are bound to senders. */
  bound: readonly string[];
  /** Those of them that this sender may name. */
  allowed: readonly string[];
}

/** Which gateways the lines of one sender may be of: without it, a sender may name any. */
export interface SenderBinding {
  /** The sender's address. Lines that name a gateway of other senders count under it. */
  sender: string;
  /** The gateway of all of its lines, whatever they say; undefined where they may say it. */
  gateway: string | undefined;
  /** Whether a gateway belongs to other senders only. */
  isForeign: (gateway: string) => boolean;
}

/** The binding by its settings. */
export function openBinding({ sender, gateway, bound, allowed }: BindingSettings): SenderBinding {
  const all = new Set(bound);
  const own = new Set(allowed);
  return { sender, gateway: gateway ?? undefined, isForeign: (name) => isIn(all, name) && !isIn(own, name) };
}

/** Whether a name is in a set, in any case, and with a domain or without. */
function isIn(names: ReadonlySet<string>, gateway: string): boolean {
  const name = gateway.toLowerCase();
  const [host = ''] = name.split('.', 1);
  return names.has(name) || names.has(host);
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
