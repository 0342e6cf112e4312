import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { endianness } from 'node:os';

interface SocketAddress {
  /** An IP address. */
  address: string;
  port: number;
}

/**
 * Datagrams that the kernel dropped at the socket bound to this address, from the last column of /proc/net/udp or
 * udp6 (Linux, proc(5)); null where there is no such table or no such socket.
 */
export function readKernelDrops(bound: SocketAddress): number | null {
  const table = isIPv6(bound.address) ? '/proc/net/udp6' : '/proc/net/udp';
  try {
    return dropsInTable(readFileSync(table, 'latin1'), bound);
  } catch {
    // Not Linux, or no /proc in this container: the count is not known, and is shown as unknown.
    return null;
  }
}

/** The same, from the text of the table. */
export function dropsInTable(table: string, { address, port }: SocketAddress): number | null {
  const local = `${kernelHex(address)}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of table.split('\n').slice(1)) {
    const columns = line.trim().split(/\s+/);
    if (columns[1] !== local) continue;
    const drops = Number(columns.at(-1));
    return Number.isSafeInteger(drops) ? drops : null;
  }
  return null;
}

/** An address in the format of the table: words of 32 bits in the byte order of the machine. */
function kernelHex(address: string): string {
  const bytes = isIPv6(address) ? bytesOfV6(address) : address.split('.').map(Number);
  const words = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.slice(index * 4, index * 4 + 4));
  const ordered = endianness() === 'LE' ? words.map((word) => word.toReversed()) : words;
  return ordered
    .flat()
    .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
    .join('');
}

function bytesOfV6(address: string): number[] {
  // The parser of URLs writes an address in its one short form, without dotted parts.
  const short = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', rest] = short.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = rest === undefined || rest === '' ? [] : rest.split(':');
  const zeros = rest === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
