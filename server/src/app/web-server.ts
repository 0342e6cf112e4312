import type { RequestListener, IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import proxyAddress from 'proxy-addr';
import type { OwnCertificate } from './own-certificate.js';

/** The HTTP server; HTTPS where there is a certificate, which is renewed while it runs. */
export function createWebServer(listener: RequestListener, certificate: OwnCertificate | null): Server {
  if (certificate === null) return createServer(listener);
  const server = createTlsServer(certificate.tlsOptions, listener);
  certificate.attach(server);
  return server;
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
