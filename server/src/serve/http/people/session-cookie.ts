import { DAY_MS } from '@tunnelwatch/shared/time-units';
import type { CookieOptions, Request, Response } from 'express';
import { type CookieNames, cookieNames } from '../../people/cookie-names.js';

/** Browsers keep no cookie longer than 400 days; the page of the wall renews it whenever it is loaded. */
const LONGEST_MS = 400 * DAY_MS;

/** Strict: no page of another site can make a browser send it, neither by a form nor by a link. */
function optionsFor(request: Request, basePath: string): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: request.secure, path: basePath };
}

/** Sets the cookies of people and walls. */
export interface SessionCookies {
  setSession: (request: Request, response: Response, session: { secret: string; expiresAt: number }) => void;
  /** Marks the browser as one in which somebody has signed in. */
  setDevice: (request: Request, response: Response, device: string) => void;
  setWall: (request: Request, response: Response, token: string) => void;
  /** Removes those that let somebody in. */
  clear: (request: Request, response: Response) => void;
}

/** Cookies below a base path. */
export function sessionCookies(basePath: string): SessionCookies {
  const namesIn = ({ secure }: Request): CookieNames => cookieNames({ isSecure: secure, basePath });
  return {
    setSession: (request, response, { secret, expiresAt }) => {
      const options = { ...optionsFor(request, basePath), expires: new Date(expiresAt) };
      response.cookie(namesIn(request).session, secret, options);
    },
    setDevice: (request, response, device) => {
      response.cookie(namesIn(request).device, device, { ...optionsFor(request, basePath), maxAge: LONGEST_MS });
    },
    setWall: (request, response, token) => {
      response.cookie(namesIn(request).wall, token, { ...optionsFor(request, basePath), maxAge: LONGEST_MS });
    },
    clear: (request, response) => {
      const { session, wall } = namesIn(request);
      response.clearCookie(session, optionsFor(request, basePath));
      response.clearCookie(wall, optionsFor(request, basePath));
    },
  };
}
