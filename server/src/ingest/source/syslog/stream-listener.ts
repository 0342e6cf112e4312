import type { ListenerCertificate } from '@tunnelwatch/shared/source-health';
import { createServer, type Server, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Listener, ListenerParts } from './listener.js';
import { plainAddress, senderFilter } from './senders.js';
import { StreamConnection } from './stream-connection.js';
import type { TlsFiles } from '../../../config/settings.js';
import { TlsGate } from './tls-gate.js';
import { WaitingRoom } from './waiting-room.js';

/** How often limits are checked. */
const TICK_MS = 1000;
/** A stop checks this often whether senders have closed: pauses of senders can be short … */
const FINISH_POLL_MS = 2;
/** … resets senders that have sent nothing for this long … */
const FINISH_QUIET_MS = 750;
/** … after this long also those that keep sending in bursts, behind one of them … */
const FINISH_BURSTS_MS = 1000;
/** … after this long those that never pause … */
const FINISH_STREAMS_MS = 4000;
/** … and reads for at most this long, not counting the time in which nothing is read … */
const FINISH_MS = 5000;
/** … and for this long in any case. */
const MAX_FINISH_MS = 30_000;
/** A result of one event-loop turn is valid for as long as the turn took: after a longer one, more may have arrived. */
const FRESH_MS = 1;
/** Time for a handshake to complete when the server is stopped. */
const FINISH_HANDSHAKE_MS = 2000;
/** A connection that was asked to close, and does not, is reset when nothing has arrived for this long. */
const QUIET_MS = 1000;
/** A sender that vanished without closing is noticed after about two minutes. */
const KEEP_ALIVE_MS = 60_000;
/** Backlog of the kernel for connections that are not accepted yet; it grants at most net.core.somaxconn. */
const BACKLOG = 4096;
/** At least this many connections may wait for a place; otherwise as many as there are places. */
const MIN_WAITING = 1000;
/** A connection that was idle for this long may be closed when others wait … */
const IDLE_MS = 1000;
/** … and one that has brought no line in this time, whatever it sends; a handshake too. */
const NO_LINE_MS = 10_000;
/** A shorter wait for a place is not reported: a burst of short connections is served within it. */
const TOLD_WAIT_MS = 1000;
/** The log reports reached limits at most once in this time. */
const WARNING_MS = 60_000;

/** A connection from its acceptance to its end. Over TLS its lines begin after the handshake. */
interface Place {
  readonly peer: string;
  readonly socket: Socket;
  /** Epoch ms. */
  readonly acceptedAt: number;
  connection: StreamConnection | undefined;
  /** When it was asked to close, to make room or after an idle timeout; epoch ms. */
  leavingSince: number | undefined;
  /** Resolves when nothing more of it is queued for reading. */
  closed: Promise<void>;
}

/** Receives syslog over TCP (RFC 6587) and TLS (RFC 5425). */
export class StreamListener implements Listener {
  accepted = 0;
  readonly receiveBufferBytes = null;
  private server: Server | undefined;
  private gate: TlsGate | undefined;
  private ticker: NodeJS.Timeout | undefined;
  /** In the order of their beginning. */
  private readonly places = new Set<Place>();
  /** Places by sender. */
  private readonly held = new Map<string, number>();
  private readonly waiting = new WaitingRoom<Place>();
  private readonly isAllowed: (address: string) => boolean;
  private isFinishing = false;
  /** Connections over a limit at the last warning. */
  private warnedOverLimit: number;
  private warnedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: ListenerParts) {
    this.isAllowed = senderFilter(parts.settings.allow);
    this.warnedOverLimit = parts.counts.overLimitConnections;
  }

  get connections(): number {
    return this.places.size;
  }

  get waitingConnections(): number {
    return this.waiting.waitedSince(this.parts.clock() - TOLD_WAIT_MS);
  }

  get certificate(): ListenerCertificate | null {
    return this.gate?.certificate ?? null;
  }

  async open(): Promise<void> {
    const { settings, limits, clock, onFailure } = this.parts;
    this.gate = settings.tls === null ? undefined : this.openGate(settings.tls, limits.lineSeconds * 1000);
    const server = createServer({
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
      noDelay: true,
      // Connections that wait for a place are not read: the lines stay in the kernels of both ends.
      pauseOnConnect: true,
    });
    this.server = server;
    server.on('connection', (socket) => {
      this.accept(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: settings.port, host: settings.host, backlog: BACKLOG }, () => {
        server.removeListener('error', reject);
        server.on('error', onFailure);
        resolve();
      });
    });
    this.ticker = setInterval(() => {
      this.tick(clock());
    }, TICK_MS);
  }

  cutOff(): void {
    for (const place of [...this.places]) {
      if (!this.parts.blocked.discards(place.peer)) continue;
      place.connection?.cutOff();
      end(place);
    }
  }

  hold(isHolding: boolean): void {
    for (const { connection } of this.places) connection?.hold(isHolding);
  }

  readKernel(): void {
    // What the kernel does not accept of a stream, its sender keeps.
  }

  async finish(): Promise<void> {
    this.isFinishing = true;
    for (const { connection } of this.places) connection?.sayGoodbye();
    // Senders that the kernel has accepted already may have sent lines, and would be reset by a closing listener.
    await turnOfEvents();
    this.server?.close();
    this.admit();
    const { clock, queue } = this.parts;
    const startedAt = clock();
    let heldMs = 0;
    let lookedAt = startedAt;
    for (;;) {
      // A timer: what ends a connection is that nothing comes, which no event tells.
      await new Promise((resolve) => setTimeout(resolve, FINISH_POLL_MS));
      // A commit may have taken much longer than that: what came meanwhile is received now.
      await turnOfEvents();
      const turnedAt = performance.now();
      await turnOfEvents();
      const now = clock();
      const isFresh = performance.now() - turnedAt < FRESH_MS;
      const elapsedMs = now - startedAt - heldMs;
      if (queue.holdsStreams) heldMs += now - lookedAt;
      else if (isFresh || elapsedMs >= FINISH_STREAMS_MS) this.endQuiet(now, elapsedMs);
      lookedAt = now;
      const isOver = now - startedAt - heldMs >= FINISH_MS || now - startedAt >= MAX_FINISH_MS;
      if (this.places.size === 0 || isOver) break;
    }
    // Their last lines are queued when they have closed.
    const closed = [...this.places].map(({ closed }) => closed);
    this.close();
    await Promise.all(closed);
  }

  /**
   * At a stop: resets connections that have not closed, at a moment when nothing of theirs is in flight. What a sender
   * writes after the reset has reached it fails there, and is sent again.
   */
  private endQuiet(now: number, elapsedMs: number): void {
    // What was sent before our FIN could be seen is in flight for one round trip.
    if (elapsedMs < FINISH_QUIET_MS) return;
    for (const place of this.places) {
      const { connection } = place;
      const isQuiet =
        connection === undefined
          ? elapsedMs >= FINISH_HANDSHAKE_MS
          : connection.isPausedFor(now, FINISH_QUIET_MS) ||
            (elapsedMs >= FINISH_BURSTS_MS && connection.isBehindBurst(now)) ||
            (elapsedMs >= FINISH_STREAMS_MS && connection.isPausedFor(now, 1));
      if (isQuiet) end(place);
    }
  }

  close(): void {
    clearInterval(this.ticker);
    this.gate?.close();
    this.server?.removeAllListeners('error');
    // A late error of a server that is being closed concerns nobody.
    this.server?.on('error', () => undefined);
    this.server?.close();
    this.server = undefined;
    for (const place of [...this.places, ...this.waiting.all()]) end(place);
    this.places.clear();
  }

  private openGate(files: TlsFiles, handshakeMs: number): TlsGate {
    const { clock, onWarning } = this.parts;
    return new TlsGate({ files, clock, handshakeMs, onWarning });
  }

  private accept(socket: Socket): void {
    this.accepted += 1;
    const peer = plainAddress(socket.remoteAddress ?? '');
    // Errors of a socket close it, and the close is handled.
    socket.on('error', () => undefined);
    if (peer === '') {
      // It is gone already, and what it had sent with it.
      socket.destroy();
    } else if (!this.isAllowed(peer)) {
      this.refuseSender(peer);
      socket.destroy();
    } else if (this.parts.blocked.discards(peer)) {
      socket.destroy();
    } else {
      const acceptedAt = this.parts.clock();
      this.waiting.add({
        peer,
        socket,
        acceptedAt,
        connection: undefined,
        leavingSince: undefined,
        closed: Promise.resolve(),
      });
      this.admit();
      if (this.waiting.size > Math.max(this.parts.limits.maxConnections, MIN_WAITING)) {
        this.countOverLimit();
        this.waiting.takeFromLargest()?.socket.destroy();
      }
    }
  }

  /** Assigns the free places to those that wait. At a stop everybody gets one. */
  private admit(): void {
    const { maxConnections, maxConnectionsPerSender } = this.parts.limits;
    while (this.waiting.size > 0 && (this.isFinishing || this.places.size < maxConnections)) {
      const limit = this.isFinishing ? Number.POSITIVE_INFINITY : maxConnectionsPerSender;
      const place = this.waiting.takeNext((peer) => this.held.get(peer) ?? 0, limit);
      if (place === undefined) return;
      // It was blocked while it waited.
      if (this.parts.blocked.discards(place.peer)) place.socket.destroy();
      else this.enter(place);
    }
  }

  private enter(place: Place): void {
    const { peer, socket } = place;
    this.places.add(place);
    this.held.set(peer, (this.held.get(peer) ?? 0) + 1);
    socket.once('close', () => {
      // Over TLS some of its bytes may still have to be read.
      if (place.connection === undefined) this.remove(place);
    });
    if (this.gate === undefined) {
      this.begin(place, socket);
      return;
    }
    this.gate.take(socket, {
      onSocket: (decrypted) => {
        this.begin(place, decrypted);
      },
      onRefused: (reason) => {
        // A connection without a place closed by itself, or was closed by us.
        if (this.places.has(place)) this.refuseSender(`${peer} (${reason})`);
      },
    });
  }

  /** Its bytes are lines from now on. */
  private begin(place: Place, stream: Socket | TLSSocket): void {
    if (!this.places.has(place)) {
      stream.destroy();
      return;
    }
    place.connection = new StreamConnection(stream, place.socket, place.peer, this.parts);
    place.closed = new Promise((resolve) => {
      stream.once('close', () => {
        this.remove(place);
        resolve();
      });
    });
    place.connection.hold(this.parts.queue.holdsStreams);
    if (this.isFinishing) place.connection.sayGoodbye();
  }

  private remove(place: Place): void {
    if (!this.places.delete(place)) return;
    const left = (this.held.get(place.peer) ?? 0) - 1;
    if (left > 0) this.held.set(place.peer, left);
    else this.held.delete(place.peer);
    this.admit();
  }

  private tick(now: number): void {
    this.warn(now);
    // While nothing is read, no sender can be late.
    if (this.isFinishing || this.parts.queue.holdsStreams) return;
    for (const place of this.places) {
      const { connection, leavingSince } = place;
      if (connection?.hasUnfinishedFor(now, this.parts.limits.lineSeconds * 1000) === true) {
        this.countRefused();
        connection.expire();
      } else if (leavingSince !== undefined) {
        // One that keeps sending does not check its connection, and would lose what it sends: it may stay.
        if (now - leavingSince >= QUIET_MS && connection?.isQuietFor(now, QUIET_MS) !== false) end(place);
      } else if (connection?.isWithoutLineFor(now, this.parts.limits.idleSeconds * 1000) === true) {
        this.countRefused();
        leave(place, now);
      }
    }
    this.makeRoom(now);
  }

  /**
   * Closes idle connections for those that wait: first those that never delivered a line, then those of the sender with the
   * most, the longest idle first. Nobody loses one to a sender that has more. They are notified, and read to their end; one that
   * has brought no line for long is closed at once, even while it sends, so that a trickle of bytes holds no place [TAIL-43].
   */
  private makeRoom(now: number): void {
    if (this.waiting.size === 0) return;
    const { maxConnections, maxConnectionsPerSender } = this.parts.limits;
    const isFull = this.places.size >= maxConnections;
    const held = (peer: string): number => this.held.get(peer) ?? 0;
    let leaving = 0;
    // One that has said nothing gives way before any that has, even if it has not been idle for long enough yet.
    for (const place of this.places) if (place.leavingSince !== undefined || isNextToGo(place, now)) leaving += 1;
    const quiet = [...this.places]
      .filter((place) => isEvictable(place, now))
      .map((place) => ({ place, hasSpoken: place.connection?.hasSpoken === true, held: held(place.peer) }))
      .sort(
        (a, b) =>
          Number(a.hasSpoken) - Number(b.hasSpoken) || b.held - a.held || quietSince(a.place) - quietSince(b.place),
      );
    for (const { peer } of this.waiting.all()) {
      if (leaving > 0) {
        leaving -= 1;
        continue;
      }
      const isAtOwnLimit = held(peer) >= maxConnectionsPerSender;
      if (!isAtOwnLimit && !isFull) continue;
      const at = quiet.findIndex(({ place, hasSpoken, held: most }) =>
        isAtOwnLimit ? place.peer === peer : !hasSpoken || most >= held(peer),
      );
      const [found] = at < 0 ? [] : quiet.splice(at, 1);
      if (found === undefined) continue;
      this.countOverLimit();
      const { connection } = found.place;
      if (connection === undefined) end(found.place);
      else if (connection.isSpeechlessFor(now, NO_LINE_MS)) connection.expire();
      else leave(found.place, now);
    }
  }

  /** Logs which limit was reached, by whom, and what to configure. */
  private warn(now: number): void {
    const { overLimitConnections } = this.parts.counts;
    const waiting = this.waitingConnections;
    const ended = overLimitConnections - this.warnedOverLimit;
    if ((waiting === 0 && ended === 0) || now - this.warnedAt < WARNING_MS) return;
    this.warnedAt = now;
    this.warnedOverLimit = overLimitConnections;
    const { maxConnections, maxConnectionsPerSender } = this.parts.limits;
    const setting =
      this.places.size < maxConnections && [...this.held.values()].some((held) => held >= maxConnectionsPerSender)
        ? `syslog.maxConnectionsPerSender (${String(maxConnectionsPerSender)})`
        : `syslog.maxConnections (${String(maxConnections)})`;
    const [[peer, most] = ['nobody', 0]] = [...this.held].sort(([, a], [, b]) => b - a);
    this.parts.onWarning(
      `${this.parts.settings.listen}: the limit of connections is reached: ${String(this.places.size)} are open, most of them (${String(most)}) from ${peer}; ${String(waiting)} wait to be read, and ${String(ended)} were ended or refused, whose senders may lose lines: raise ${setting}, or find out why so many are open`,
    );
  }

  private countOverLimit(): void {
    this.parts.counts.overLimitConnections += 1;
    this.countRefused();
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

/** Notifies a sender that its connection is being closed. What it has sent is still read, until it closes or is silent. */
function leave(place: Place, now: number): void {
  place.leavingSince = now;
  place.connection?.sayGoodbye();
}

/**
 * Closes a connection at once, by a reset: a sender that has not noticed the FIN, such as syslog-ng over TLS, notices
 * this without losing what it would have sent next.
 */
function end({ connection, socket }: Place): void {
  socket.resetAndDestroy();
  connection?.destroy();
}

function isEvictable({ connection, acceptedAt, leavingSince }: Place, now: number): boolean {
  if (leavingSince !== undefined) return false;
  if (connection === undefined) return now - acceptedAt >= NO_LINE_MS;
  return connection.isQuietFor(now, IDLE_MS) || connection.isSpeechlessFor(now, NO_LINE_MS);
}

function isNextToGo(place: Place, now: number): boolean {
  const { connection } = place;
  return connection?.hasSpoken === false && connection.isQuietFor(now, 0) && !isEvictable(place, now);
}

function quietSince({ connection, acceptedAt }: Place): number {
  return connection?.lastChunkAt ?? acceptedAt;
}

/** Everything that the kernel has for us is received within two turns of the event loop. */
function turnOfEvents(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
