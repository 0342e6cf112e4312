import type { TunnelwatchEvent } from '@tunnelwatch/shared/event';

/** A parameter as a table shows it. */
export interface ParameterRow {
  readonly name: string;
  /** As it stands in the line. */
  readonly written: string;
  /** Decimal digits; null where it is no whole number of up to 64 bits. */
  readonly decimal: string | null;
  readonly hex: string | null;
  /** What the number stands for, where a standard says so. */
  readonly meaning: string | null;
}

/** What is read of an event here. */
export type ParameterSource = Pick<TunnelwatchEvent, 'class' | 'parameters' | 'numbers'>;

/** The parameters of an event in the order of the line, numbers in decimal and hex without loss of digits. */
export function parameterRows(event: ParameterSource): readonly ParameterRow[] {
  return Object.entries(event.parameters).map(([name, written]) => {
    const decimal = numberOf(event, name);
    const hex = decimal === null ? null : hexOf(decimal);
    return { name, written, decimal, hex, meaning: decimal === null ? null : meaningOf(event, name, decimal) };
  });
}

function numberOf(event: ParameterSource, name: string): string | null {
  return Object.hasOwn(event.numbers, name) ? (event.numbers[name] ?? null) : null;
}

/** Hexadecimal of decimal digits of any length, `500` as `0x1f4`; null for anything that is no whole number. */
export function hexOf(decimal: string): string | null {
  if (!/^-?\d+$/.test(decimal)) return null;
  const value = BigInt(decimal);
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** IP protocol numbers that IPsec carries or is carried by (IANA registry "Assigned Internet Protocol Numbers"). */
const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['1', 'ICMP'],
  ['4', 'IPv4 in IP'],
  ['6', 'TCP'],
  ['17', 'UDP'],
  ['41', 'IPv6'],
  ['50', 'ESP'],
  ['51', 'AH'],
  ['58', 'ICMPv6'],
  ['59', 'no next header'],
  ['108', 'IPComp'],
  ['132', 'SCTP'],
]);

/** ECN code points (RFC 3168 section 5). */
const ECN_CODES: ReadonlyMap<string, string> = new Map([
  ['0', 'Not-ECT'],
  ['1', 'ECT(1)'],
  ['2', 'ECT(0)'],
  ['3', 'CE'],
]);

const PROTOCOL_NAMES = new Set(['nexthdr', 'proto']);
const ECN_NAMES = new Set(['inner', 'outer', 'new']);

function meaningOf(event: ParameterSource, name: string, decimal: string): string | null {
  if (PROTOCOL_NAMES.has(name)) return PROTOCOLS.get(decimal) ?? null;
  // 632 has a parameter `new` as well, which is a size.
  if (event.class === 'ecn' && ECN_NAMES.has(name)) return ECN_CODES.get(decimal) ?? null;
  return name === 'datalen' ? blockRest(decimal, numberOf(event, 'blklen')) : null;
}

/** Why 606 fired: data that is encrypted in blocks has to fill them. */
function blockRest(datalen: string, blklen: string | null): string | null {
  if (blklen === null || BigInt(blklen) <= 0n) return null;
  const rest = BigInt(datalen) % BigInt(blklen);
  return rest === 0n ? 'whole blocks' : `${rest} more than whole blocks of ${blklen}`;
}
