import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Read size of a Node.js socket. */
const READ_BYTES = 64 * 1024;

/**
 * Carries TLS over a socket, and can hold back what our side writes.
 *
 * A syslog sender never has to read, and rsyslog does not: it peeks at its socket before each write, and takes a byte
 * waiting there as a live connection. So nothing of ours may wait there when we close the connection, or the FIN stays
 * hidden behind it. TLS 1.3 sends session tickets after the handshake, which is optional for a server, but
 * OpenSSL always does so under Node.js: they are held back, and the connection ends with a bare FIN and without a
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

  /** From now on nothing that our side writes is sent. TLS records that nobody waits for may stay unsent for ever. */
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
