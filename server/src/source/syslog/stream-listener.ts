import { createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Listener, ListenerParts } from './listener.js';
import { plainAddress, senderFilter } from './senders.js';
import { StreamConnection } from './stream-connection.js';
import { TlsGate } from './tls-gate.js';

/** How often the limits of time are looked at. */
const TICK_MS = 1000;
/** A stop waits for senders until nothing has come for this long … */
const QUIET_MS = 1000;
/** … and for this long at the most. */
const FINISH_MS = 5000;
/** A sender that vanished without a word is noticed after about two minutes. */
const KEEP_ALIVE_MS = 60_000;

/** A place of a sender; over TLS its connection begins after the greeting. */
interface Place {
  key: string;
  peer: string;
  socket: Socket;
  connection: StreamConnection | undefined;
}

/** Takes syslog over TCP (RFC 6587) and TLS (RFC 5425). */
export class StreamListener implements Listener {
  readonly receiveBufferBytes = null;
  private server: Server | undefined;
  private gate: TlsGate | undefined;
  private ticker: NodeJS.Timeout | undefined;
  private readonly places = new Map<string, Place>();
  private readonly isAllowed: (address: string) => boolean;
  private isFinishing = false;
  private onEmpty: () => void = () => undefined;

  constructor(private readonly parts: ListenerParts) {
    this.isAllowed = senderFilter(parts.settings.allow);
  }

  get connections(): number {
    return this.places.size;
  }

  async open(): Promise<void> {
    const { settings, limits, clock, onFailure } = this.parts;
    this.gate =
      settings.tls === null
        ? undefined
        : new TlsGate(settings.tls, clock(), limits.lineSeconds * 1000);
    const server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS, noDelay: true });
    this.server = server;
    server.on('connection', (socket) => {
      this.accept(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(settings.port, settings.host, () => {
        server.removeListener('error', reject);
        server.on('error', onFailure);
        resolve();
      });
    });
    this.ticker = setInterval(() => {
      this.tick(clock());
    }, TICK_MS);
  }

  hold(isHolding: boolean): void {
    for (const { connection } of this.places.values()) connection?.hold(isHolding);
  }

  readKernel(): void {
    // What the kernel does not take of a stream, its sender keeps.
  }

  async finish(): Promise<void> {
    this.isFinishing = true;
    this.server?.close();
    for (const { connection, socket } of this.places.values()) {
      if (connection === undefined) socket.destroy();
      else connection.sayGoodbye();
    }
    const end = this.parts.clock() + FINISH_MS;
    while (this.places.size > 0 && this.parts.clock() < end) {
      const before = this.receivedChunks;
      await this.untilEmpty(QUIET_MS);
      if (this.receivedChunks === before) break;
    }
    this.close();
  }

  private get receivedChunks(): number {
    let chunks = 0;
    for (const { connection } of this.places.values()) chunks += connection?.receivedChunks ?? 0;
    return chunks;
  }

  private untilEmpty(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, mostMs);
      this.onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  close(): void {
    clearInterval(this.ticker);
    this.server?.removeAllListeners('error');
    // A late error of a server that is being closed has nobody left to care.
    this.server?.on('error', () => undefined);
    this.server?.close();
    this.server = undefined;
    for (const { socket, connection } of this.places.values()) {
      connection?.destroy();
      socket.destroy();
    }
    this.places.clear();
  }

  private accept(socket: Socket): void {
    const key = keyOf(socket);
    const peer = plainAddress(socket.remoteAddress ?? '');
    // Errors of a socket end it, and its end is what counts.
    socket.on('error', () => undefined);
    if (key === undefined || this.isFinishing) {
      socket.destroy();
    } else if (!this.isAllowed(peer)) {
      this.refuseSender(peer);
      socket.destroy();
    } else if (!this.makeRoom(peer)) {
      this.countRefused();
      socket.destroy();
    } else {
      const place: Place = { key, peer, socket, connection: undefined };
      this.places.set(key, place);
      socket.once('close', () => {
        this.remove(place);
      });
      if (this.gate === undefined) this.begin(place, socket);
      else {
        this.gate.take(socket, {
          onSocket: (decrypted) => {
            this.begin(place, decrypted);
          },
          onRefused: (reason) => {
            // One that has lost its place went away by itself, or was ended by us.
            if (this.places.has(place.key)) this.refuseSender(`${peer} (${reason})`);
          },
        });
      }
    }
  }

  /** Its bytes are lines from now on. */
  private begin(place: Place, stream: Socket | TLSSocket): void {
    if (this.places.get(place.key) !== place) {
      stream.destroy();
      return;
    }
    place.connection = new StreamConnection(stream, place.socket, place.peer, this.parts);
    if (this.parts.queue.holdsStreams) place.connection.hold(true);
  }

  /** True when there is a place; one that never said anything is given to the next who comes. */
  private makeRoom(peer: string): boolean {
    const { maxConnections, maxConnectionsPerSender } = this.parts.limits;
    const all = [...this.places.values()];
    const own = this.places.size < maxConnectionsPerSender ? [] : all.filter((place) => place.peer === peer);
    if (own.length >= maxConnectionsPerSender) return this.endSilent(own);
    return all.length < maxConnections || this.endSilent(all);
  }

  private endSilent(places: readonly Place[]): boolean {
    // They stand in the order of their beginning.
    const silent = places.find(({ connection }) => connection?.hasSpoken !== true);
    if (silent === undefined) return false;
    this.countRefused();
    this.remove(silent);
    silent.connection?.destroy();
    silent.socket.destroy();
    return true;
  }

  private remove(place: Place): void {
    if (this.places.get(place.key) === place) this.places.delete(place.key);
    if (this.places.size === 0) this.onEmpty();
  }

  private tick(now: number): void {
    // While nothing is read, no sender can be late.
    if (this.parts.queue.holdsStreams) return;
    for (const place of [...this.places.values()]) {
      if (place.connection?.isOverdue(now) !== true) continue;
      this.countRefused();
      place.connection.expire();
    }
  }

  private countRefused(): void {
    this.parts.counts.refusedConnections += 1;
    this.parts.onCount();
  }

  private refuseSender(sender: string): void {
    this.parts.counts.refusedSenders += 1;
    this.parts.counts.lastRefusedSender = sender;
    this.parts.onCount();
  }
}

/** Names a connection by its other end. */
function keyOf(socket: Socket): string | undefined {
  const { remoteAddress, remotePort } = socket;
  return remoteAddress === undefined ? undefined : `${remoteAddress} ${String(remotePort)}`;
}
