import { SESSION_COOKIE, WALL_COOKIE } from '@tunnelwatch/shared/people';
import { parse } from 'cookie';
import type { IncomingHttpHeaders } from 'node:http';

/** The credentials in a request. */
export interface Credentials {
  /** A token in the header `Authorization`; then nothing else counts. `''` when the header contains something else. */
  token?: string;
  /** The secret of a session. */
  session?: string;
  /** The token of a wall, kept by its browser. */
  wall?: string;
}

const BEARER = /^Bearer +([\w.~+/=-]{1,200})$/i;

/** Reads the credentials in a request. Values are not verified here, only limited in length. */
export function credentialsOf({ authorization, cookie }: IncomingHttpHeaders): Credentials {
  if (authorization !== undefined) return { token: BEARER.exec(authorization)?.[1] ?? '' };
  if (cookie === undefined || cookie.length > 8192) return {};
  const cookies = parse(cookie);
  const session = cookies[SESSION_COOKIE];
  const wall = cookies[WALL_COOKIE];
  return { ...(session === undefined ? {} : { session }), ...(wall === undefined ? {} : { wall }) };
}
