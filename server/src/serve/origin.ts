import { isIP } from 'node:net';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/**
 * Whether a Host header names us. A page of another site can point its own name at a loopback address and then read us as
 * its own origin (DNS rebinding); so while sign-in is disabled, only names of this machine are answered.
 */
export function isLocalHost(host: string | undefined): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  return LOOPBACK.has(new URL(`http://${host}`).hostname);
}

/**
 * The host name in a Host header, in lower case and without the port; an IPv6 address without brackets. Undefined for what is
 * no host name.
 */
export function hostNameOf(host: string | undefined): string | undefined {
  if (host === undefined || !URL.canParse(`http://${host}`)) return undefined;
  const { hostname, pathname, username, search, hash } = new URL(`http://${host}`);
  if (pathname !== '/' || username + search + hash !== '') return undefined;
  return hostname.replace(/^\[|\]$/g, '');
}

/**
 * Whether a Host header has one of these names, a name of this machine, or an address. An address cannot be pointed elsewhere
 * by somebody else's name server, so a page of another site cannot pretend to be of it.
 */
export function isKnownHost(host: string | undefined, names: ReadonlySet<string>): boolean {
  const name = hostNameOf(host);
  return name !== undefined && (isIP(name) !== 0 || name === 'localhost' || names.has(name));
}

/**
 * Whether a browser page of this origin may talk to us: only our own pages. Programs send no origin and are let through
 * here; authentication decides about them.
 * @param isSecure whether the request came over HTTPS; a page of our name that did not may have been injected by
 *   anybody on the path. Where it is false we may be behind a proxy that is not configured, and the protocol means nothing.
 */
export function isAllowedOrigin(origin: string | undefined, host: string | undefined, isSecure: boolean): boolean {
  if (origin === undefined) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host && (page.protocol === 'https:' || !isSecure);
}
