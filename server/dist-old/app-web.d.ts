import type { RequestListener, IncomingMessage, Server } from 'node:http';
import type { Settings } from './config/settings.js';
/**
 * The server that requests come to: plain, or with TLS where a certificate is set, which is read anew when it changes:
 * it is looked at every `lookMs` milliseconds.
 * @throws Error when certificate or key cannot be read or do not fit.
 */
export declare function createWebServer(listener: RequestListener, { certificate, key }: Settings['tls'], { onError, lookMs }: {
    onError: (error: unknown) => void;
    lookMs?: number;
}): Server;
/** Says at once what is wrong with certificate and key, before anything is opened. @throws Error */
export declare function checkTls({ certificate, key }: Settings['tls']): void;
/**
 * Whether a Host header names us. Where people sign in, their cookie is bound to the name; where nobody does, a server on
 * loopback answers only to names of this machine (see isLocalHost), unless a proxy stands in front of it.
 */
export declare function allowedHosts({ insecureNoAuth, host: own, trustedProxies, }: Settings): (host: string | undefined) => boolean;
/** Whether a request came over https: to us, or to a trusted proxy that says so. */
export declare function isSecureBy(trustedProxies: readonly string[]): (request: IncomingMessage) => boolean;
/** The address that a request comes from, by the word of trusted proxies. */
export declare function senderAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string;
