import type { RequestListener, IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { readFileSync, watchFile, unwatchFile } from 'node:fs';
import { createSecureContext, TLSSocket } from 'node:tls';
import proxyAddress from 'proxy-addr';
import type { Settings } from '../config/settings.js';

/** Certificates are renewed every few weeks: polling once a minute is enough, and no restart is needed. */
const POLL_MS = 60_000;

/**
 * The HTTP server; HTTPS where a certificate is configured. The certificate is polled every `pollMs` milliseconds and
 * reloaded when it changes.
 * @throws Error when certificate or key cannot be read or do not fit.
 */
export function createWebServer(
  listener: RequestListener,
  { certificate, key }: Settings['tls'],
  { onError, pollMs = POLL_MS }: { onError: (error: unknown) => void; pollMs?: number },
): Server {
  if (certificate === null || key === null) return createServer(listener);
  const server = createTlsServer({ ...readTls(certificate, key), minVersion: 'TLSv1.2' }, listener);
  const renew = (): void => {
    try {
      server.setSecureContext(readTls(certificate, key));
    } catch (error) {
      // The old one stays in use: a partial renewal must not take the pages offline.
      onError(error);
    }
  };
  watchFile(certificate, { interval: pollMs, persistent: false }, renew);
  server.once('close', () => {
    unwatchFile(certificate, renew);
  });
  return server;
}

/** Reports problems of certificate and key at once, before anything is opened. @throws Error */
export function checkTls({ certificate, key }: Settings['tls']): void {
  if (certificate !== null && key !== null) readTls(certificate, key);
}

function readTls(certificate: string, key: string): { cert: Buffer; key: Buffer } {
  try {
    const files = { cert: readFileSync(certificate), key: readFileSync(key) };
    createSecureContext(files);
    return files;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `cannot use the HTTPS certificate: ${text}; tls.certificate and tls.key must be matching PEM files`,
      {
        cause,
      },
    );
  }
}

/** Whether a request came over HTTPS: to us, or to a trusted proxy that says so. */
export function isSecureBy(trustedProxies: readonly string[]): (request: IncomingMessage) => boolean {
  const trust = proxyAddress.compile([...trustedProxies]);
  return ({ socket, headers }) => {
    if (socket instanceof TLSSocket) return true;
    if (!trust(socket.remoteAddress ?? '', 0)) return false;
    const protocol = headers['x-forwarded-proto'];
    return typeof protocol === 'string' && protocol.split(',', 1)[0]?.trim() === 'https';
  };
}
