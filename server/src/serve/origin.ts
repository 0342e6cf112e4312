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
