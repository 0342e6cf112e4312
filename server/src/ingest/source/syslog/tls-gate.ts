import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { type TlsFiles } from '../../../config/settings.js';
import { TlsCarrier } from './tls-carrier.js';
import { readTlsFiles } from './tls-files.js';

/** Who waits for the handshake of one connection. */
export interface TlsGuest {
  /** Takes the connection: its handshake is done, and its certificate is right where one is asked for. */
  onSocket: (socket: TLSSocket) => void;
  /** Hears why the sender was refused. */
  onRefused: (reason: string) => void;
}

interface Handshake extends TlsGuest {
  carrier: TlsCarrier;
}

/** The handshake of TLS, with the check of the sender's certificate where an authority is set. */
export class TlsGate {
  private readonly server: Server;
  /** The server of Node.js tells of a connection without saying over which socket it came; its context knows. */
  private readonly handshakes = new AsyncLocalStorage<Handshake>();

  /**
   * @param handshakeMs how long the handshake may take
   * @throws CertificateError
   */
  constructor(files: TlsFiles, now: number, handshakeMs: number) {
    const needsCertificate = files.clientCa !== null;
    this.server = createServer({
      ...readTlsFiles(files, now),
      requestCert: needsCertificate,
      // Checked below instead, where the reason is known.
      rejectUnauthorized: false,
      handshakeTimeout: handshakeMs,
    });
    this.server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined);
      const handshake = this.handshakes.getStore();
      if (handshake === undefined) socket.destroy();
      else if (!needsCertificate || socket.authorized) begin(handshake, socket);
      else refuse(handshake, socket);
    });
    this.server.on('tlsClientError', (error, socket) => {
      this.handshakes.getStore()?.onRefused(`TLS: ${error.message}`);
      socket.destroy();
    });
  }

  /** Begins the handshake. */
  take(socket: Socket, guest: TlsGuest): void {
    const carrier = new TlsCarrier(socket);
    carrier.on('error', () => undefined);
    this.handshakes.run({ ...guest, carrier }, () => {
      this.server.emit('connection', carrier);
    });
  }
}

function begin({ carrier, onSocket }: Handshake, socket: TLSSocket): void {
  // Up to TLS 1.2 the end of the handshake is still to be sent, and the ticket is a part of it.
  if (socket.getProtocol() === 'TLSv1.3') carrier.holdBack();
  onSocket(socket);
}

function refuse({ onRefused }: Handshake, socket: TLSSocket): void {
  const hasCertificate = Object.keys(socket.getPeerCertificate()).length > 0;
  onRefused(hasCertificate ? `certificate: ${String(socket.authorizationError)}` : 'no certificate');
  socket.destroy();
}
