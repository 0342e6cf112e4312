import { isIP } from 'node:net';

/** A range of addresses; a single one has the longest prefix. */
export interface SenderRange {
  readonly family: 'ipv4' | 'ipv6';
  readonly address: string;
  /** Number of bits that must be equal: 0 to 32, or 0 to 128. */
  readonly prefix: number;
}

/** Bits in front of an IPv4 address that is written as an IPv6 one (RFC 4291 section 2.5.5.2). */
const MAPPED_BITS = 96;
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/**
 * Parses an address or a range in CIDR notation, as in `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`. A mapped IPv4 address
 * means the IPv4 address. Undefined when it is neither.
 */
export function parseSenderRange(text: string): SenderRange | undefined {
  const [, address = '', bits] = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (prefix > most) return undefined;
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined && prefix >= MAPPED_BITS) {
    return { family: 'ipv4', address: mapped, prefix: prefix - MAPPED_BITS };
  }
  return { family: version === 4 ? 'ipv4' : 'ipv6', address: address.toLowerCase(), prefix };
}
