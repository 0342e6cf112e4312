import type { ListenerSettings } from '../../../config/settings.js';

/** A certificate or key that cannot be used; the message names the file and the remedy. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** Why a listener cannot listen, with the remedy. */
export function listenerError(error: unknown, { listen, host, port }: ListenerSettings): string {
  if (error instanceof CertificateError) return `cannot listen on ${listen}: ${error.message}; retrying automatically`;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const text = error instanceof Error ? error.message : String(error);
  return `cannot listen on ${listen}: ${reasonOf(code, text, host, port)}; retrying automatically`;
}

function reasonOf(code: unknown, text: string, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${String(port)} is in use by another program: stop it (ss -lnp shows which), or choose another port`;
    case 'EACCES':
    case 'EPERM':
      return `ports below 1024 are reserved: choose another one, or allow the server's user to bind port ${String(port)} (CAP_NET_BIND_SERVICE)`;
    case 'EADDRNOTAVAIL':
      return `this machine does not have the address ${host}: use one of its addresses, or 0.0.0.0 or [::] for all`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `unknown host name ${host}: use an address`;
    case 'EAFNOSUPPORT':
      return `this machine does not support the address family of ${host}: use the other one`;
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files: raise the server’s limit (ulimit -n, LimitNOFILE)';
    default:
      return text;
  }
}
