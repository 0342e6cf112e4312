import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Certificate } from './certificates.js';

/** What a sender shows of itself and trusts, for TLS. */
export interface ClientKeys {
  authority: Certificate;
  own?: Certificate;
}

/** A connection that a test writes to byte by byte. */
export class SyslogClient {
  private readonly closed: Promise<unknown>;

  private constructor(
    private readonly socket: Socket,
    /** What carries it: itself, or the socket below TLS. */
    private readonly carrier: Socket,
  ) {
    // A test that means to be refused looks at the end of the connection, and not at how it feels.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
  }

  static async connect(port: number, keys?: ClientKeys, localAddress?: string): Promise<SyslogClient> {
    // What was written is to be on its way when the test breaks the connection, and not to wait for the other end.
    const to = { host: '127.0.0.1', port, noDelay: true, ...(localAddress === undefined ? {} : { localAddress }) };
    const carrier = connectTcp(to);
    carrier.on('error', () => undefined);
    await once(carrier, 'connect');
    if (keys === undefined) return new SyslogClient(carrier, carrier);
    const { authority, own } = keys;
    const ca = readFileSync(authority.certificate);
    const identity = own === undefined ? {} : { cert: readFileSync(own.certificate), key: readFileSync(own.key) };
    const socket = connectTls({ socket: carrier, host: 'localhost', ca, ...identity });
    await once(socket, 'secureConnect');
    return new SyslogClient(socket, carrier);
  }

  /** Writes bytes as they are; resolves when they have left this process. */
  async write(text: string | Buffer): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.write(text, () => {
        resolve();
      });
    });
  }

  /** Writes lines, each with its newline. */
  async lines(lines: readonly string[]): Promise<void> {
    await this.write(lines.map((line) => `${line}\n`).join(''));
  }

  /** Ends in order, and waits until the other end has done so too. */
  async end(): Promise<void> {
    this.socket.end();
    await this.closed;
  }

  /** Breaks the connection, as a sender does that crashes. */
  async break(): Promise<void> {
    this.carrier.resetAndDestroy();
    await this.closed;
  }

  /** Resolves when the other end has ended the connection. */
  async untilClosed(): Promise<void> {
    await this.closed;
  }
}

/** Sends each text as a datagram, as fast as the system takes them. */
export async function sendDatagrams(port: number, datagrams: readonly string[], from = '127.0.0.1'): Promise<void> {
  const socket = createSocket('udp4').bind(0, from);
  await once(socket, 'listening');
  await Promise.all(
    datagrams.map(
      (text) =>
        new Promise<void>((resolve, reject) => {
          socket.send(text, port, '127.0.0.1', (error) => {
            if (error === null) resolve();
            else reject(error);
          });
        }),
    ),
  );
  socket.close();
}
