import { BlockList, isIP } from 'node:net';

/** Ranges that are not public, with the defining RFC. */
const IPV4: readonly (readonly [address: string, bits: number])[] = [
  ['0.0.0.0', 8], // this network, RFC 1122 section 3.2.1.3
  ['10.0.0.0', 8], // RFC 1918
  ['100.64.0.0', 10], // shared by carriers, RFC 6598
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, RFC 3927; metadata of clouds
  ['172.16.0.0', 12], // RFC 1918
  ['192.0.0.0', 24], // protocol assignments, RFC 6890
  ['192.168.0.0', 16], // RFC 1918
  ['198.18.0.0', 15], // measuring, RFC 2544
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
];

const IPV6: readonly (readonly [address: string, bits: number])[] = [
  ['::', 96], // unspecified, loopback, and IPv4 in its old form
  ['::ffff:0:0', 96], // IPv4 in another form
  ['64:ff9b::', 96], // IPv4 behind a translator, RFC 6052
  ['64:ff9b:1::', 48], // the same, for local use, RFC 8215
  ['2001::', 32], // Teredo, which holds IPv4
  ['2002::', 16], // 6to4, which holds IPv4
  ['fc00::', 7], // unique local, RFC 4193
  ['fe80::', 9], // link-local, and site-local of old
  ['ff00::', 8], // multicast
];

const privateIpv4 = listOf(IPV4, 'ipv4');
const privateIpv6 = listOf(IPV6, 'ipv6');

function listOf(ranges: typeof IPV4, family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [address, bits] of ranges) list.addSubnet(address, bits, family);
  return list;
}

/**
 * True for an address that is reachable only from this machine or network, and for anything that is not an address. An
 * IPv4 address embedded in another form counts as private: nothing public is reachable only that way.
 */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const version = isIP(plain);
  if (version === 4) return privateIpv4.check(plain, 'ipv4');
  return version === 6 ? privateIpv6.check(plain, 'ipv6') : true;
}
