/** Addresses of one prefix: a single one has the longest. */
export interface Network {
  /** In the usual notation (RFC 5952), without the prefix where it is a single address. */
  readonly text: string;
  /** Four or sixteen, with the bits behind the prefix at zero. */
  readonly bytes: readonly number[];
  /** Number of bits that are equal. */
  readonly prefix: number;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;
/** Hosts share a network of so many bits (RFC 4291 section 2.5.4), and each may take any of its addresses. */
const HOST_NETWORK_BITS = 64;

/** Parses an address or a network in CIDR notation; undefined when it is neither. A mapped IPv4 address is the IPv4 address. */
export function parseNetwork(text: string): Network | undefined {
  const [, written = '', bits] = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  const bytes = bytesOf(MAPPED.exec(written)?.[1] ?? written);
  if (bytes === undefined) return undefined;
  const most = bytes.length * 8;
  const prefix = bits === undefined ? most : Number(bits);
  return prefix > most ? undefined : networkOf(bytes, prefix);
}

/** Whether an address belongs to a network. @param address in the usual notation */
export function isInNetwork(address: string, { bytes, prefix }: Network): boolean {
  const found = bytesOf(address);
  if (found?.length !== bytes.length) return false;
  return masked(found, prefix).every((byte, at) => byte === bytes[at]);
}

/** Who sends from an address: the address itself, and for IPv6 its /64. Any other text stays as it is. */
export function senderAt(address: string): string {
  if (!address.includes(':')) return address;
  const bytes = bytesOf(address);
  return bytes === undefined ? address : networkOf(bytes, HOST_NETWORK_BITS).text;
}

function networkOf(bytes: readonly number[], prefix: number): Network {
  const own = masked(bytes, prefix);
  const address = own.length === 4 ? own.join('.') : ipv6Text(own);
  return { text: prefix === own.length * 8 ? address : `${address}/${String(prefix)}`, bytes: own, prefix };
}

function masked(bytes: readonly number[], prefix: number): number[] {
  return bytes.map((byte, at) => {
    const bits = Math.min(8, Math.max(0, prefix - at * 8));
    return byte & (0xff << (8 - bits)) & 0xff;
  });
}

function bytesOf(address: string): number[] | undefined {
  if (IPV4.test(address)) return address.split('.').map(Number);
  if (!address.includes(':')) return undefined;
  const [head = '', tail, ...more] = address.split('::');
  const [front, back] = [groupsOf(head), groupsOf(tail ?? '')];
  if (front === undefined || back === undefined || more.length > 0) return undefined;
  const missing = 8 - front.length - back.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...front, ...Array.from({ length: missing }, () => 0), ...back];
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}

/** Groups of four digits; the last two may be written as an IPv4 address. */
function groupsOf(part: string): number[] | undefined {
  if (part === '') return [];
  const groups = part.split(':').flatMap((group): (number | undefined)[] => {
    if (/^[0-9a-f]{1,4}$/i.test(group)) return [Number.parseInt(group, 16)];
    if (!IPV4.test(group) || !part.endsWith(group)) return [undefined];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
  const known = groups.filter((group) => group !== undefined);
  return known.length === groups.length ? known : undefined;
}

/** In small letters, without leading zeros, the longest run of zeros shortened (RFC 5952). */
function ipv6Text(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
  let [from, length] = [0, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (groups[end] === 0) end += 1;
    if (end - at > length) [from, length] = [at, end - at];
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length === 1) return text(groups);
  return `${text(groups.slice(0, from))}::${text(groups.slice(from + length))}`;
}
