import { isIP } from 'node:net';

export type ListenProtocol = 'udp' | 'tcp' | 'tls';

/** Where a listener receives lines. */
export interface ListenAddress {
  readonly protocol: ListenProtocol;
  /** An IP address without brackets, or a host name. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** RFC 5426 section 3.3 and RFC 5425 section 4.1; for plain TCP there is none, and UDP's is commonly used. */
const USUAL_PORTS: Readonly<Record<ListenProtocol, number>> = { udp: 514, tcp: 514, tls: 6514 };

const LISTEN_URL = /^(udp|tcp|tls):\/\/(?:\[([0-9a-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?\/?$/i;

/** Parses `udp://0.0.0.0:514`, `tcp://[::]` and so on; undefined for anything else. */
export function parseListenUrl(text: string): ListenAddress | undefined {
  const [, scheme, v6, name, port] = LISTEN_URL.exec(text.trim()) ?? [];
  const protocol = (['udp', 'tcp', 'tls'] as const).find((each) => each === scheme?.toLowerCase());
  const host = (v6 ?? name)?.toLowerCase();
  if (protocol === undefined || host === undefined || (v6 !== undefined && isIP(v6) !== 6)) return undefined;
  // Four numbers that are not an address are a typo and not a host name.
  if (/^[\d.]+$/.test(host) && isIP(host) !== 4) return undefined;
  const number = port === undefined ? USUAL_PORTS[protocol] : Number(port);
  return number >= 1 && number <= 65_535 ? { protocol, host, port: number } : undefined;
}

/** The canonical form of an address: it names the listener's source. */
export function formatListenUrl({ protocol, host, port }: ListenAddress): string {
  return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}
