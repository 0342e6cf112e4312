import { DEVICE_COOKIE, SESSION_COOKIE, WALL_COOKIE } from '@tunnelwatch/shared/people';

/** The names of our cookies in one kind of request. */
export interface CookieNames {
  session: string;
  wall: string;
  device: string;
}

/**
 * The names of cookies. Over HTTPS they have a prefix by which browsers accept them from this host alone, over HTTPS
 * (RFC 6265bis section 4.1.3): another site of the same domain, or somebody who alters plain HTTP, cannot plant one.
 * `__Host-` requires the path `/`, so below a base path it is `__Secure-`.
 */
export function cookieNames({ isSecure, basePath }: { isSecure: boolean; basePath: string }): CookieNames {
  const prefix = isSecure ? (basePath === '/' ? '__Host-' : '__Secure-') : '';
  return { session: prefix + SESSION_COOKIE, wall: prefix + WALL_COOKIE, device: prefix + DEVICE_COOKIE };
}
