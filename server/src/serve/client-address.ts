import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddress from 'proxy-addr';

/** An entry of X-Forwarded-For with a port, as Azure's gateways write it: `203.0.113.7:51234`, `[2001:db8::1]:443`. */
const WITH_PORT = /^(?:\[([^\]]+)\]|(\d{1,3}(?:\.\d{1,3}){3}))(?::\d{1,5})?$/;

/**
 * One spelling for one address: without a port, brackets and zone, IPv6 compressed in lower case (RFC 5952), and an IPv4
 * address in IPv6 form (RFC 4291 section 2.5.5.2) as the IPv4 address. Undefined for anything that is not an address.
 */
export function plainAddress(text: string): string | undefined {
  const trimmed = text.trim();
  const [, bracketed, ipv4] = WITH_PORT.exec(trimmed) ?? [];
  const address = (bracketed ?? ipv4 ?? trimmed).replace(/%.*$/, '');
  const version = isIP(address);
  if (version !== 6) return version === 4 ? address : undefined;
  const compressed = new URL(`http://[${address}]`).hostname.slice(1, -1);
  return mappedIpv4(compressed) ?? compressed;
}

/**
 * What limits count an address as: IPv4 by address, IPv6 by its /64, since a single subscriber has all of the addresses
 * of one. Whatever is not an address counts as itself.
 */
export function limitKey(address: string): string {
  const plain = plainAddress(address);
  if (plain === undefined || isIP(plain) === 4) return plain ?? address;
  const [head = '', tail = ''] = plain.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail);
  const missing = plain.includes('::') ? 8 - before.length - after.length : 0;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/**
 * The address that a request comes from, according to trusted proxies. An entry that names no address ends the way
 * back: the proxy that sent it counts.
 */
export function clientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trusts = proxyAddress.compile([...trustedProxies]);
  return ({ socket, headers }) => {
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse();
    let address = plainAddress(socket.remoteAddress ?? '') ?? '';
    for (const [hop, entry] of forwarded.entries()) {
      const next = plainAddress(entry);
      if (next === undefined || !trusts(address, hop)) break;
      address = next;
    }
    return address;
  };
}

function mappedIpv4(compressed: string): string | undefined {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(compressed) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const bytes = [high, low].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return bytes.join('.');
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
