import type { ListenerCertificate } from '@tunnelwatch/shared/source-health';
import { AsyncLocalStorage } from 'node:async_hooks';
import { unwatchFile, watchFile } from 'node:fs';
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

export interface TlsGateOptions {
  files: TlsFiles;
  /** Epoch ms. */
  clock: () => number;
  /** How long the handshake may take, milliseconds. */
  handshakeMs: number;
  /** Called with the reason why a changed certificate is not used. */
  onWarning: (message: string) => void;
  /** How often the files are looked at, milliseconds. */
  pollMs?: number;
}

const POLL_MS = 15_000;

/** The TLS handshake, with verification of the sender's certificate if a CA is configured. */
export class TlsGate {
  private readonly server: Server;
  private current: ListenerCertificate;
  /** Node.js reports a connection without its underlying socket; the TLS context identifies it. */
  private readonly handshakes = new AsyncLocalStorage<Handshake>();

  private readonly onChange = (): void => {
    this.reload();
  };

  /** @throws CertificateError */
  constructor(private readonly options: TlsGateOptions) {
    const { files, clock, handshakeMs, pollMs = POLL_MS } = options;
    const needsCertificate = files.clientCa !== null;
    const { options: tlsOptions, validity } = readTlsFiles(files, clock());
    this.current = { ...validity, fault: null };
    this.server = createServer({
      ...tlsOptions,
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
    for (const file of filesOf(files)) watchFile(file, { interval: pollMs, persistent: false }, this.onChange);
    this.server.on('tlsClientError', (error, socket) => {
      this.handshakes.getStore()?.onRefused(`TLS: ${error.message}`);
      socket.destroy();
    });
  }

  /** The certificate in use. */
  get certificate(): ListenerCertificate {
    return this.current;
  }

  /** Stops looking at the files. */
  close(): void {
    for (const file of filesOf(this.options.files)) unwatchFile(file, this.onChange);
  }

  /** Takes what the files have now; open connections keep what they began with. */
  private reload(): void {
    const { files, clock, onWarning } = this.options;
    try {
      const { options, validity } = readTlsFiles(files, clock());
      this.server.setSecureContext(options);
      this.current = { ...validity, fault: null };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const fault = `${text}; the previous certificate stays in use`;
      onWarning(fault);
      this.current = { ...this.current, fault };
    }
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

function filesOf({ certificate, key, clientCa }: TlsFiles): string[] {
  return [certificate, key, ...(clientCa === null ? [] : [clientCa])];
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
