import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { readKernelDrops } from './kernel-drops.js';
import type { Listener, ListenerParts } from './listener.js';
import { datagramLines } from './message-lines.js';
import { plainAddress, senderFilter } from './senders.js';

/** Maximum time that a stop keeps reading, should datagrams never end. */
const FINISH_MS = 5000;

/** Receives syslog in datagrams (RFC 5426). */
export class UdpListener implements Listener {
  readonly accepted = 0;
  readonly connections = 0;
  readonly waitingConnections = 0;
  readonly certificate = null;
  receiveBufferBytes: number | null = null;
  private socket: Socket | undefined;
  private readonly isAllowed: (address: string) => boolean;
  /** Drops of the present socket that are already included in the counts. */
  private countedDrops = 0;
  private received = 0;

  constructor(private readonly parts: ListenerParts) {
    this.isAllowed = senderFilter(parts.settings.allow);
  }

  open(): Promise<void> {
    const { settings, limits, onFailure } = this.parts;
    const socket = createSocket({
      type: isIPv6(settings.host) ? 'udp6' : 'udp4',
      recvBufferSize: limits.receiveBufferBytes,
    });
    this.socket = socket;
    this.countedDrops = 0;
    socket.on('message', (datagram, { address }) => {
      this.receive(datagram, plainAddress(address));
    });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(settings.port, settings.host, () => {
        socket.removeListener('error', reject);
        socket.on('error', onFailure);
        this.receiveBufferBytes = socket.getRecvBufferSize();
        resolve();
      });
    });
  }

  cutOff(): void {
    // Each datagram is looked at when it arrives, and when it is read.
  }

  hold(): void {
    // A sender of datagrams cannot be paused: they are queued as they arrive, and those that do not fit are counted.
  }

  readKernel(): void {
    const { socket } = this;
    const { counts, onCount } = this.parts;
    if (socket === undefined || this.receiveBufferBytes === null) return;
    const drops = readKernelDrops(socket.address());
    if (drops === null) return;
    // The kernel's counter has 32 bits and restarts with each socket.
    const since = drops >= this.countedDrops ? drops - this.countedDrops : drops + 2 ** 32 - this.countedDrops;
    if (since > 0 || counts.kernelDrops === null) onCount();
    counts.kernelDrops = (counts.kernelDrops ?? 0) + since;
    this.countedDrops = drops;
  }

  async finish(): Promise<void> {
    const end = this.parts.clock() + FINISH_MS;
    let before = -1;
    while (this.received !== before && this.parts.clock() < end) {
      before = this.received;
      // Two turns of the event loop: whatever the kernel has is received in them.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    }
    this.readKernel();
    this.close();
  }

  close(): void {
    const { socket } = this;
    this.socket = undefined;
    this.receiveBufferBytes = null;
    socket?.removeAllListeners();
    // A late error of a socket that is being closed concerns nobody.
    socket?.on('error', () => undefined);
    socket?.close();
  }

  private receive(datagram: Buffer, peer: string): void {
    const { queue, counts, onCount, blocked } = this.parts;
    this.received += 1;
    if (!this.isAllowed(peer)) {
      counts.refusedSenders += 1;
      counts.lastRefusedSender = peer;
      onCount();
    } else if (blocked.discards(peer)) {
      return;
    } else if (queue.hasRoom(peer, datagram.length)) {
      // Received ones are the shrunk rests of 64 KiB each, and keep a page of memory; copies share blocks.
      const waiting = Buffer.from(datagram);
      queue.pushDatagram({
        sender: peer,
        bytes: waiting.length,
        take: () => {
          this.read(waiting, peer);
        },
      });
    } else {
      counts.queueDrops += 1;
      onCount();
    }
  }

  private read(datagram: Buffer, peer: string): void {
    const { maxLineBytes, onLine, blocked } = this.parts;
    // It waited in the queue when its sender was blocked.
    if (blocked.discards(peer)) return;
    datagramLines(datagram, maxLineBytes, (buffer, start, end, isCut) => {
      onLine(peer, buffer.subarray(start, end), isCut);
    });
  }
}
