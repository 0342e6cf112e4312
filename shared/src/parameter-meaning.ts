import type { TunnelwatchEvent } from './event.js';

/** The fields of an event that are used here. */
export type ParameterSource = Pick<TunnelwatchEvent, 'class' | 'parameters' | 'numbers'>;

/** Decimal digits of a parameter; null if it is not a whole number of up to 64 bits. */
export function numberOf(event: ParameterSource, name: string): string | null {
  return Object.hasOwn(event.numbers, name) ? (event.numbers[name] ?? null) : null;
}

/** Decimal digits of any length as hexadecimal, `500` as `0x1f4`; null for anything that is not a whole number. */
export function hexOf(decimal: string): string | null {
  if (!/^-?\d+$/.test(decimal)) return null;
  const value = BigInt(decimal);
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** IP protocol numbers that IPsec carries or is carried by (IANA registry "Assigned Internet Protocol Numbers"). */
const PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [0, 'IPv6 hop-by-hop options'],
  [1, 'ICMP'],
  [2, 'IGMP'],
  [4, 'IPv4 in IP'],
  [6, 'TCP'],
  [8, 'EGP'],
  [17, 'UDP'],
  [27, 'RDP'],
  [33, 'DCCP'],
  [41, 'IPv6'],
  [43, 'IPv6 routing header'],
  [44, 'IPv6 fragment header'],
  [46, 'RSVP'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [58, 'ICMPv6'],
  [59, 'no next header'],
  [60, 'IPv6 destination options'],
  [88, 'EIGRP'],
  [89, 'OSPF'],
  [94, 'IP in IP'],
  [97, 'Ethernet in IP'],
  [103, 'PIM'],
  [108, 'IPComp'],
  [112, 'VRRP'],
  [115, 'L2TP'],
  [132, 'SCTP'],
  [136, 'UDP-Lite'],
  [137, 'MPLS in IP'],
  [143, 'Ethernet'],
]);
/** Ranges that are unassigned, and those for experimentation (RFC 3692). */
const UNASSIGNED = { from: 147, to: 252 };
const FOR_TRIALS = { from: 253, to: 254 };

/** ECN code points (RFC 3168 section 5). */
const ECN_CODES: ReadonlyMap<string, string> = new Map([
  ['0', 'Not-ECT'],
  ['1', 'ECT(1)'],
  ['2', 'ECT(0)'],
  ['3', 'CE'],
]);

const PROTOCOL_NAMES = new Set(['nexthdr', 'proto']);
const ECN_NAMES = new Set(['inner', 'outer', 'new']);
/** Lengths in bytes. */
const LENGTH_NAMES = new Set(['pktlen', 'iplen', 'paylen', 'datalen', 'padlen', 'blklen', 'len']);

/** The meaning of a parameter's number, where a standard defines it; otherwise null. */
export function meaningOf(event: ParameterSource, name: string, decimal: string): string | null {
  if (PROTOCOL_NAMES.has(name)) return protocolName(decimal);
  // 632 has a parameter `new` as well, which is a size.
  if (event.class === 'ecn' && ECN_NAMES.has(name))
    return ECN_CODES.get(decimal) ?? 'no ECN code point: they are 0 to 3';
  if (event.class === 'memory' && TABLE_NAMES.has(name)) return 'SAs that the database has room for';
  if (name === 'ipver') return IP_VERSIONS.get(decimal) ?? 'neither IPv4 nor IPv6';
  if (name === 'datalen') return blockRest(decimal, numberOf(event, 'blklen')) ?? 'bytes';
  if (name === 'padlen') return padRest(decimal, numberOf(event, 'datalen'));
  if (name === 'windowsize') return 'packets';
  return LENGTH_NAMES.has(name) ? 'bytes' : null;
}

/** Sizes of the SA database (632, 633). */
const TABLE_NAMES = new Set(['size', 'new']);

const IP_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['4', 'IPv4'],
  ['6', 'IPv6'],
]);

function protocolName(decimal: string): string | null {
  const number = Number(decimal);
  if (number >= UNASSIGNED.from && number <= UNASSIGNED.to) return 'unassigned: no protocol has this number';
  if (number >= FOR_TRIALS.from && number <= FOR_TRIALS.to) return 'for trials';
  if (number === 255) return 'reserved';
  return number > 255 ? 'no protocol number: they end at 255' : (PROTOCOLS.get(number) ?? null);
}

/** Why 606 was logged: block ciphers require full blocks. */
function blockRest(datalen: string, blklen: string | null): string | null {
  if (blklen === null || BigInt(blklen) <= 0n) return null;
  const rest = BigInt(datalen) % BigInt(blklen);
  return rest === 0n
    ? `bytes: whole blocks of ${blklen}`
    : `bytes: ${rest} more than whole blocks of ${blklen}, so it cannot be decrypted`;
}

/** Possible reasons for 604: padding lies within the data, before a trailer of two bytes (RFC 4303 section 2.4). */
function padRest(padlen: string, datalen: string | null): string {
  if (datalen !== null && BigInt(padlen) > BigInt(datalen) - 2n)
    return `bytes: more than fit into ${datalen} bytes of data`;
  return 'bytes';
}

/** Meanings of the numbers of an event, by parameter name; an SPI in both of its forms. */
export function meaningsOf(event: ParameterSource): Record<string, string> {
  const meanings = Object.keys(event.parameters).flatMap((name): [string, string][] => {
    const decimal = numberOf(event, name);
    if (decimal === null) return [];
    const meaning = name === 'spi' ? `${hexOf(decimal) ?? ''} (${decimal})` : meaningOf(event, name, decimal);
    return meaning === null ? [] : [[name, meaning]];
  });
  // Object.fromEntries defines own properties, so a hostile name such as __proto__ stays an ordinary key.
  return Object.fromEntries(meanings);
}
