import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { parse } from 'cookie';
import type { Request, Response } from 'express';
import type { PeopleService } from '../../people/people-service.js';
import type { Refusal } from '../../people/people-store.js';
import { unknownAt } from '../../people/sign-in.js';
import type { SingleSignOn } from '../../people/single-sign-on.js';
import { originOf } from './present-people.js';
import type { Route } from '../route.js';
import type { SessionCookies } from './session-cookie.js';

const TICKET_COOKIE = 'tunnelwatch-sign-on';
const TICKET_MS = 10 * MINUTE_MS;

interface HostOptions {
  basePath: string;
  /** Whether a host may become part of an address that a browser is sent to. */
  isTrustedHost: (host: string | undefined) => boolean;
  /** What to do instead, for whoever is refused because of the host. */
  hostRemedy: string;
}

/** Single sign-on; no routes when no provider is configured. */
export function singleSignOnRoutes(desk: PeopleService, cookies: SessionCookies, options: HostOptions): Route[] {
  const { singleSignOn } = desk;
  if (singleSignOn === null) return [];
  const { basePath } = options;
  const parts = { ...options, desk, cookies, singleSignOn, callbackPath: `${basePath}api/v1/session/oidc/callback` };
  return [
    {
      method: 'get',
      path: '/session/oidc',
      access: 'anyone',
      summary: 'Redirects the browser to the single sign-on provider',
      redirects: true,
      handle: (request, response) => begin(parts, request, response),
    },
    {
      method: 'get',
      path: '/session/oidc/callback',
      access: 'anyone',
      summary: 'Redirect target of the single sign-on provider',
      redirects: true,
      handle: (request, response) => finish(parts, request, response),
    },
  ];
}

interface Parts extends HostOptions {
  desk: PeopleService;
  cookies: SessionCookies;
  singleSignOn: SingleSignOn;
  callbackPath: string;
}

async function begin(parts: Parts, request: Request, response: Response) {
  const { desk, singleSignOn, basePath, callbackPath, isTrustedHost, hostRemedy } = parts;
  const { host } = request.headers;
  if (host === undefined || !isTrustedHost(host)) {
    const detail = `single sign-on is not available at this host name: ${hostRemedy}`;
    const actor = unknownAt(request.ip ?? '');
    desk.refuse({ action: 'refused', actor, target: 'GET /session/oidc', comment: detail });
    response.redirect(302, refusedPage(basePath, { code: 'forbidden-origin', reason: 'unknown-host' }));
    return;
  }
  const redirectUri = `${request.protocol}://${host}${callbackPath}`;
  // Remembered now: the browser sends no Strict cookie when the provider's page sends it back to us.
  const { replaces } = originOf(request, desk.cookieNames({ isSecure: request.secure }));
  const begun = await singleSignOn.begin(
    redirectUri,
    { to: ownPath(request.query['to'], basePath), replaces },
    basePath,
  );
  if (!begun.ok) {
    response.redirect(302, refusedPage(basePath, begun));
    return;
  }
  // Lax, and only here: the provider's page sends the browser back to us, and a Strict cookie would not be sent along.
  response.cookie(TICKET_COOKIE, begun.value.ticket, {
    httpOnly: true,
    sameSite: 'lax',
    secure: request.secure,
    path: callbackPath,
    maxAge: TICKET_MS,
  });
  response.redirect(302, begun.value.url);
}

async function finish(parts: Parts, request: Request, response: Response) {
  const { desk, cookies, basePath, callbackPath } = parts;
  const ticket = parse(request.headers.cookie ?? '')[TICKET_COOKIE] ?? '';
  response.clearCookie(TICKET_COOKIE, { path: callbackPath });
  const at = request.originalUrl.indexOf('?');
  const query = at < 0 ? '' : request.originalUrl.slice(at);
  const origin = originOf(request, desk.cookieNames({ isSecure: request.secure }));
  const signedIn = await desk.finishSignOn({ query, ticket }, origin);
  if (!signedIn.ok) {
    response.redirect(302, refusedPage(basePath, signedIn));
    return;
  }
  cookies.setSession(request, response, signedIn.value);
  response.redirect(302, signedIn.value.to);
}

/** Text from a URL could be anybody's: the page has its own text for each reason. */
function refusedPage(basePath: string, { reason, code }: Pick<Refusal, 'reason' | 'code'>): string {
  return `${basePath}sign-in?refused=${reason ?? code}`;
}

/** Only our own pages: redirecting to another site would be an open redirect. */
function ownPath(to: unknown, basePath: string): string {
  if (typeof to !== 'string' || !to.startsWith(basePath) || /^\/[/\\]|[\p{C}\\]/u.test(to)) return basePath;
  return to;
}
