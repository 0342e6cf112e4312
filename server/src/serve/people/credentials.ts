import { parse } from 'cookie';
import type { IncomingHttpHeaders } from 'node:http';
import type { CookieNames } from './cookie-names.js';

/** The credentials in a request. */
export interface Credentials {
  /** A token in the header `Authorization`; then nothing else counts. `''` when the header contains something else. */
  token?: string;
  /** The secret of a session. */
  session?: string;
  /** The token of a wall, kept by its browser. */
  wall?: string;
  /** The mark of a browser in which somebody has signed in. */
  device?: string;
}

const BEARER = /^Bearer +([\w.~+/=-]{1,200})$/i;

/** Reads the credentials in a request. Values are not verified here, only limited in length. */
export function credentialsOf({ authorization, cookie }: IncomingHttpHeaders, names: CookieNames): Credentials {
  if (authorization !== undefined) return { token: BEARER.exec(authorization)?.[1] ?? '' };
  if (cookie === undefined || cookie.length > 8192) return {};
  const cookies = parse(cookie);
  const [session, wall, device] = [cookies[names.session], cookies[names.wall], cookies[names.device]];
  return {
    ...(session === undefined ? {} : { session }),
    ...(wall === undefined ? {} : { wall }),
    ...(device === undefined ? {} : { device }),
  };
}
