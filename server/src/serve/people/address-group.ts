import { isIPv6 } from 'node:net';

/**
 * The part of an address by which attempts are counted: an IPv4 address, also when it is written as an IPv6 one, or the
 * /64 of an IPv6 address, since a subscriber has at least one /64 and so 2^64 addresses (RFC 6177 section 1).
 */
export function addressGroup(address: string): string {
  const [plain = ''] = address.split('%', 1);
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end takes the place of two groups.
  const afterCount = after.length + (after.at(-1)?.includes('.') === true ? 1 : 0);
  const gap = tail === undefined ? 0 : 8 - before.length - afterCount;
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
