import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { type TlsFiles } from '../../../config/settings.js';
import { TlsCarrier } from './tls-carrier.js';
import { readTlsFiles } from './tls-files.js';

/** Callbacks for the handshake of one connection. */
export interface TlsGuest {
  /** Called when the handshake is complete, and the certificate is valid if one is required. */
  onSocket: (socket: TLSSocket) => void;
  /** Called with the reason of a refusal. */
  onRefused: (reason: string) => void;
}

interface Handshake extends TlsGuest {
  carrier: TlsCarrier;
}

/** The TLS handshake, with verification of the sender's certificate if a CA is configured. */
export class TlsGate {
  private readonly server: Server;
  /** Node.js reports a connection without its underlying socket; the TLS context identifies it. */
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
  // Up to TLS 1.2 the end of the handshake is still to be sent, and the ticket is part of it.
  if (socket.getProtocol() === 'TLSv1.3') carrier.holdBack();
  onSocket(socket);
}

function refuse({ onRefused }: Handshake, socket: TLSSocket): void {
  const hasCertificate = Object.keys(socket.getPeerCertificate()).length > 0;
  onRefused(hasCertificate ? `certificate: ${String(socket.authorizationError)}` : 'no certificate');
  socket.destroy();
}
