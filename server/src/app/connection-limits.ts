import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddress from 'proxy-addr';
import { limitKey } from '../serve/client-address.js';
import type { LimitReports } from '../serve/limits/limit-watch.js';

/** Headers arrive in one packet or a few; a body of an import may be large, and its line slow. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 120_000;
/** Reverse proxies keep idle connections for a minute: one that closes earlier cuts off a request now and then. */
const IDLE_MS = 65_000;

/** Connections on which nobody has shown who they are: of one address, and of all. */
const MAX_UNKNOWN_OF_ADDRESS = 128;
const MAX_UNKNOWN = 1000;
/** Connections of one person or token; where nobody signs in, of one address, which may be a proxy. */
const MAX_OF_PERSON = 250;
const MAX_OF_ADDRESS = 1000;

/** One end of a connection, as requests and upgrades have it: under TLS it is another object than the connection itself. */
export interface ConnectionEnd {
  remoteAddress?: string | undefined;
  remotePort?: number | undefined;
}

interface Connection {
  socket: Socket;
  /** As limits count it: IPv6 by /64. */
  address: string;
  /** Who uses it; undefined until they have shown who they are. */
  person: { key: string; isOpen: boolean } | undefined;
}

export interface ConnectionLimitsOptions {
  /** Their connections carry requests of many people, and are not counted. */
  trustedProxies: readonly string[];
  limits: LimitReports;
}

/**
 * Bounds the connections of each address and person. Beyond a limit, the one that has been without a request for longest is
 * closed, of those that the limit is about: nobody loses one to another's number [LIVE-27].
 */
export class ConnectionLimits {
  /** By remote address and port. The longest without a request is the first. */
  private readonly connections = new Map<string, Connection>();
  private readonly isProxy: (address: string) => boolean;

  constructor(
    server: Server,
    private readonly options: ConnectionLimitsOptions,
  ) {
    const trust = proxyAddress.compile([...options.trustedProxies]);
    this.isProxy = (address) => trust(address, 0);
    server.headersTimeout = HEADERS_MS;
    server.requestTimeout = REQUEST_MS;
    server.keepAliveTimeout = IDLE_MS;
    server.on('connection', (socket) => {
      this.add(socket);
    });
    server.on('request', ({ socket }) => {
      this.refresh(socket);
    });
  }

  /** Somebody has shown who they are on a connection. @param isOpen where nobody signs in */
  noteKnown(end: ConnectionEnd, key: string, isOpen: boolean): void {
    const connection = this.connections.get(nameOf(end));
    if (connection === undefined || connection.person?.key === key) return;
    connection.person = { key, isOpen };
    this.closeBeyond(isOpen ? MAX_OF_ADDRESS : MAX_OF_PERSON, ({ person }) => person?.key === key);
  }

  private add(socket: Socket): void {
    const remote = socket.remoteAddress ?? '';
    if (this.isProxy(remote)) return;
    const address = limitKey(remote);
    const name = nameOf(socket);
    this.connections.set(name, { socket, address, person: undefined });
    socket.once('close', () => this.connections.delete(name));
    this.closeBeyond(MAX_UNKNOWN_OF_ADDRESS, (each) => each.person === undefined && each.address === address);
    this.closeBeyond(MAX_UNKNOWN, (each) => each.person === undefined);
  }

  /** Moves a connection to the end: it has just been used. */
  private refresh(end: ConnectionEnd): void {
    const name = nameOf(end);
    const connection = this.connections.get(name);
    if (connection === undefined) return;
    this.connections.delete(name);
    this.connections.set(name, connection);
  }

  private closeBeyond(most: number, isCounted: (connection: Connection) => boolean): void {
    const counted = [...this.connections].filter(([, connection]) => isCounted(connection));
    for (const [name, { socket }] of counted.slice(0, Math.max(0, counted.length - most))) {
      this.connections.delete(name);
      this.options.limits.note('connections');
      socket.destroy();
    }
  }
}

function nameOf({ remoteAddress, remotePort }: ConnectionEnd): string {
  return `${remoteAddress ?? ''} ${String(remotePort)}`;
}
