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

/** The parameters of an event in the order of the line, numbers in decimal and hex without loss of digits. */
export function parameterRows(event: Pick<TunnelwatchEvent, 'parameters' | 'numbers'>): readonly ParameterRow[] {
  return Object.entries(event.parameters).map(([name, written]) => {
    const decimal = Object.hasOwn(event.numbers, name) ? (event.numbers[name] ?? null) : null;
    return { name, written, decimal, hex: decimal === null ? null : hexOf(decimal), meaning: meaningOf(name, decimal) };
  });
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

const PROTOCOL_NAMES = new Set(['nexthdr', 'proto', 'ipproto']);
const ECN_NAMES = new Set(['inner', 'outer', 'new', 'innerecn', 'outerecn', 'newecn']);

function meaningOf(name: string, decimal: string | null): string | null {
  if (decimal === null) return null;
  if (PROTOCOL_NAMES.has(name)) return PROTOCOLS.get(decimal) ?? null;
  return ECN_NAMES.has(name) ? (ECN_CODES.get(decimal) ?? null) : null;
}
