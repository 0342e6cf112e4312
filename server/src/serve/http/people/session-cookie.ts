import { SESSION_COOKIE, WALL_COOKIE } from '@tunnelwatch/shared/people';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import type { CookieOptions, Request, Response } from 'express';

/** Browsers keep no cookie longer than 400 days; the page of the wall renews it whenever it is loaded. */
const WALL_COOKIE_MS = 400 * DAY_MS;

/** Strict: no page of another site can make a browser send it, neither by a form nor by a link. */
function optionsFor(request: Request, basePath: string): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: request.secure, path: basePath };
}

/** Sets the cookies of people and walls. */
export interface SessionCookies {
  setSession: (request: Request, response: Response, session: { secret: string; expiresAt: number }) => void;
  setWall: (request: Request, response: Response, token: string) => void;
  clear: (request: Request, response: Response) => void;
}

/** Cookies below a base path. */
export function sessionCookies(basePath: string): SessionCookies {
  return {
    setSession: (request, response, { secret, expiresAt }) => {
      response.cookie(SESSION_COOKIE, secret, { ...optionsFor(request, basePath), expires: new Date(expiresAt) });
    },
    setWall: (request, response, token) => {
      response.cookie(WALL_COOKIE, token, { ...optionsFor(request, basePath), maxAge: WALL_COOKIE_MS });
    },
    clear: (request, response) => {
      response.clearCookie(SESSION_COOKIE, optionsFor(request, basePath));
      response.clearCookie(WALL_COOKIE, optionsFor(request, basePath));
    },
  };
}
