import { BlockList, isIPv6 } from 'node:net';
import type { SenderRange } from '../../../config/sender-range.js';

const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** An address in its usual notation: a mapped IPv4 address as IPv4, and without the name of an interface. */
export function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, '');
  return MAPPED.exec(bare)?.[1] ?? bare;
}

/** Tells whether a sender is allowed, by its plain address. Null allows everybody. */
export function senderFilter(allow: readonly SenderRange[] | null): (address: string) => boolean {
  if (allow === null) return () => true;
  const list = new BlockList();
  for (const { family, address, prefix } of allow) list.addSubnet(address, prefix, family);
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
