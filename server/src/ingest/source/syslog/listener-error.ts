import type { ListenerSettings } from '../../../config/settings.js';

/** A certificate or key that cannot be used; the message says which file and what to do. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** Why a listener cannot listen, and what to do about it. */
export function listenerError(error: unknown, { listen, host, port }: ListenerSettings): string {
  if (error instanceof CertificateError)
    return `cannot listen on ${listen}: ${error.message}; it is tried again by itself`;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const text = error instanceof Error ? error.message : String(error);
  return `cannot listen on ${listen}: ${reasonOf(code, text, host, port)}; it is tried again by itself`;
}

function reasonOf(code: unknown, text: string, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `another program uses port ${String(port)}: end it (ss -lnp shows which one it is), or choose another port`;
    case 'EACCES':
    case 'EPERM':
      return `ports below 1024 are reserved: choose another one, or give the server's user the right to take port ${String(port)} (CAP_NET_BIND_SERVICE)`;
    case 'EADDRNOTAVAIL':
      return `this machine does not have the address ${host}: use one that it has, or 0.0.0.0 or [::] for all`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name ${host} is not known: use an address`;
    case 'EAFNOSUPPORT':
      return `this machine does not speak the kind of address that ${host} is: use the other one`;
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files: raise the limit of the server (ulimit -n, LimitNOFILE)';
    default:
      return text;
  }
}
