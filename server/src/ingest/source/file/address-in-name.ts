import { canonicalAddress, isAddress } from '../../../core/decode/header/address.js';

/** An IPv4 address with a port, or with other signs for its dots. */
const IPV4_LIKE = /^(\d{1,3})([-_.])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?:[_:-]\d{1,5})?$/;
/** What Windows writes for an IPv6 address, where a name must not have colons. */
const LITERAL = /\.ipv6-literal\.net$/i;
/** The signs that receivers write for the colons of an IPv6 address in a name. */
const COLONS = [':', '-', '_', '.', '='];

/**
 * The address that a file name without its extension consists of, in the form of RFC 5952; undefined for any other name.
 * Receivers write `2001-db8--7`, `2001_db8__7` or `[2001:db8::7]` for an IPv6 address.
 */
export function addressInName(stem: string): string | undefined {
  const [, a, , b, c, d] = IPV4_LIKE.exec(stem) ?? [];
  const dotted = [a, b, c, d].join('.');
  if (a !== undefined && isAddress(dotted)) return dotted;
  const bare = stem
    .replace(LITERAL, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/(?:%(?:25)?|(?<=[\da-f])s)\w{0,16}$/i, '');
  return COLONS.map((colon) => ipv6Of(bare, colon)).find((address) => address !== undefined);
}

/** Without a run of zeros that is left out, only eight groups are an address: `10-20-30` and `fe-01` are names. */
function ipv6Of(text: string, colon: string): string | undefined {
  const mapped = /^(.*[^\d.])((?:\d{1,3}\.){3}\d{1,3})$/.exec(text);
  const [groups = text, tail = ''] = mapped?.slice(1) ?? [];
  if (tail !== '' && colon === '.') return undefined;
  const written = groups.split(colon);
  const isShort = groups.includes(colon + colon);
  if (!isShort && written.length + (tail === '' ? 0 : 1) !== 8) return undefined;
  if (!written.every((group) => /^[\da-f]{0,4}$/i.test(group)) || written.length < 3) return undefined;
  if (!/\d|[a-f].*[a-f]/i.test(groups)) return undefined;
  const address = canonicalAddress(written.join(':') + tail);
  return isAddress(address) && isRead(address) ? address : undefined;
}

/** True for what is an address and not only looks like one. */
function isRead(address: string): boolean {
  return !address.includes(':') || URL.canParse(`http://[${address}]/`);
}
