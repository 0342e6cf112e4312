import { hostname } from 'node:os';
import { isLoopback } from '../config/schema.js';
import type { Settings } from '../config/settings.js';
import { hostNameOf, isKnownHost, isLocalHost } from '../serve/origin.js';

/** Which Host headers are answered. */
export interface HostCheck {
  isAllowed: (host: string | undefined) => boolean;
  /** Whether a Host header may become part of an address that somebody is sent to. */
  isTrusted: (host: string | undefined) => boolean;
  /** What to do instead, for whoever was refused. */
  remedy: string;
}

/** Names that were refused are logged once each, and no more than these: anybody can make them up. */
const MAX_LOGGED = 20;

/**
 * Decides by the settings which Host headers are answered.
 *
 * - With `publicUrl`: its host, names of this machine, and addresses.
 * - Without sign-in on loopback: names of this machine, unless a proxy is trusted, whose names are not known.
 * - Without sign-in on a network: addresses and names of this machine. A page of another site can point its own name at us
 *   and then read us as its own origin (DNS rebinding).
 * - With sign-in, any: the cookie is bound to the name. No redirect goes to one that is not known.
 * @param onRefused called with a warning for the log
 */
export function createHostCheck(
  { publicUrl, insecureNoAuth, host: own, trustedProxies }: Settings,
  onRefused: (message: string) => void,
): HostCheck {
  const names = new Set([hostname().toLowerCase(), hostNameOf(own) ?? own]);
  if (publicUrl !== null) names.add(new URL(publicUrl).hostname);
  const isTrusted = (host: string | undefined) => isKnownHost(host, names);
  const remedy =
    publicUrl === null
      ? 'open this server by its address or as localhost, or set publicUrl to the address at which it is opened'
      : `open this server at ${publicUrl}, or set publicUrl to the address at which it is opened`;
  const logged = new Set<string>();
  const report = (host: string | undefined): void => {
    const name = (host ?? 'none').slice(0, 100);
    if (logged.size >= MAX_LOGGED || logged.has(name)) return;
    logged.add(name);
    onRefused(`refused requests for the host ${name}, which is not this server: ${remedy}`);
  };
  const decide = decisionOf();
  return {
    isTrusted,
    remedy,
    isAllowed: (host) => {
      const isAllowed = decide(host);
      if (!isAllowed) report(host);
      return isAllowed;
    },
  };

  function decisionOf(): (host: string | undefined) => boolean {
    if (publicUrl !== null) return isTrusted;
    if (!insecureNoAuth || trustedProxies.length > 0) return () => true;
    return isLoopback(own) ? isLocalHost : isTrusted;
  }
}
