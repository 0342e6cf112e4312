import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { TlsFiles } from '../../../config/settings.js';
import { readTlsFiles } from './tls-files.js';

export interface TlsGateParts {
  now: number;
  /** How long the greeting may take, milliseconds. */
  greetingMs: number;
  /** Takes a connection whose greeting is done, and whose certificate is right where one is asked for. */
  onSocket: (socket: TLSSocket) => void;
  /** Hears of a sender that was refused. */
  onRefused: (socket: Socket, reason: string) => void;
}

/** The greeting of TLS, with the check of the sender's certificate where an authority is set. */
export class TlsGate {
  private readonly server: Server;

  /** @throws CertificateError */
  constructor(
    files: TlsFiles,
    private readonly parts: TlsGateParts,
  ) {
    const needsCertificate = files.clientCa !== null;
    this.server = createServer({
      ...readTlsFiles(files, parts.now),
      requestCert: needsCertificate,
      // Checked below instead, where the reason is known.
      rejectUnauthorized: false,
      handshakeTimeout: parts.greetingMs,
    });
    this.server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined);
      if (!needsCertificate || socket.authorized) parts.onSocket(socket);
      else this.refuse(socket);
    });
    this.server.on('tlsClientError', (error, socket) => {
      parts.onRefused(socket, `TLS: ${error.message}`);
      socket.destroy();
    });
  }

  /** Begins the greeting. */
  take(socket: Socket): void {
    this.server.emit('connection', socket);
  }

  private refuse(socket: TLSSocket): void {
    const hasCertificate = Object.keys(socket.getPeerCertificate()).length > 0;
    const reason = hasCertificate ? `certificate: ${String(socket.authorizationError)}` : 'no certificate';
    this.parts.onRefused(socket, reason);
    socket.destroy();
  }
}
