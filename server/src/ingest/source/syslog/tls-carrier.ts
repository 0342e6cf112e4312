import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** As much as a socket of Node.js reads at once. */
const READ_BYTES = 64 * 1024;

/**
 * Carries the bytes of TLS over a socket, and can hold back what our side writes.
 *
 * A sender of syslog never has to read, and rsyslog does not: it peeks at its socket before each write, and a byte that
 * waits there looks like a connection that is alive. So nothing of ours may wait there when we end the connection, or
 * the end stays unseen behind it. TLS 1.3 sends session tickets after the handshake, which a server need not do, but
 * OpenSSL always does where Node.js drives it: they are held back, and the connection ends with a bare FIN and without a
 * close_notify [DEL-17].
 */
export class TlsCarrier extends Duplex {
  private isHoldingBack = false;
  private isAtEnd = false;

  constructor(private readonly socket: Socket) {
    super({ highWaterMark: READ_BYTES });
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    // What was received is read to its end, however the socket ended.
    const finish = (): void => {
      if (!this.isAtEnd) this.push(null);
      this.isAtEnd = true;
    };
    socket.once('end', finish);
    socket.once('close', finish);
  }

  /** From now on nothing that our side writes is sent. Records of TLS that nobody waits for may stay unsent for ever. */
  holdBack(): void {
    this.isHoldingBack = true;
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.isHoldingBack || this.socket.writableEnded || this.socket.destroyed) done();
    else this.socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.socket.writableEnded && !this.socket.destroyed) this.socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket.destroy();
    done(error);
  }
}
