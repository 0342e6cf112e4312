import { isAtLeast } from '@tunnelwatch/shared/actor';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { limitKey } from '../client-address.js';
import { actorBehind } from '../commands/command-door.js';
import type { PeopleService } from '../people/people-service.js';
import type { Principal } from '../people/principal.js';
import { unknownAt } from '../people/sign-in.js';
import { HttpProblem } from './http-problem.js';
import type { Route } from './route.js';

/** Requests within ten seconds: far more than pages and scripts need, far fewer than would overload the server. */
const WINDOW_SECONDS = 10;
const MOST = { known: 5000, unknown: 500 } as const;

const principals = new WeakMap<Request, Principal>();

/** The principal of a request that has passed the guard; undefined if not signed in. */
export function principalOf(request: Request): Principal | undefined {
  return principals.get(request);
}

/** As `principalOf`, for routes that require a principal. */
export function knownPrincipal(request: Request): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw notSignedIn();
  return principal;
}

/**
 * Runs before every route: identifies the requester, checks the role, and limits the rate of requests.
 * One guard serves all routes, so that they share one request count.
 * @param onKnown called with every request of a principal
 */
export function createGuard(
  desk: Pick<PeopleService, 'authenticate' | 'refuseToken'>,
  onKnown: (request: Request, principal: Principal) => void,
): (route: Route) => RequestHandler {
  const known = new RateLimiterMemory({ points: MOST.known, duration: WINDOW_SECONDS });
  const unknown = new RateLimiterMemory({ points: MOST.unknown, duration: WINDOW_SECONDS });
  return (route) => async (request, response, next) => {
    const asking = { headers: request.headers, isSecure: request.secure };
    const principal = desk.authenticate(asking);
    if (principal !== undefined) {
      principals.set(request, principal);
      onKnown(request, principal);
    }
    const waitMs =
      principal === undefined
        ? await countRequest(unknown, limitKey(request.ip ?? ''))
        : await countRequest(known, principal.kind === 'open' ? '' : `${principal.kind} ${String(principal.id)}`);
    if (waitMs > 0) {
      response.setHeader('Retry-After', String(Math.ceil(waitMs / 1000)));
      throw new HttpProblem(429, 'too-many-requests', 'too many requests: wait a few seconds');
    }
    if (principal === undefined && route.access !== 'anyone') {
      response.setHeader('WWW-Authenticate', 'Bearer');
      throw notSignedIn(desk.refuseToken(asking, request.ip ?? '')?.detail);
    }
    checkAccess(route, principal);
    next();
  };
}

/** @throws HttpProblem when the requester may not use that route. */
function checkAccess({ access, isForPasswordChange }: Route, principal: Principal | undefined): void {
  if (access === 'anyone') return;
  if (principal === undefined) throw notSignedIn();
  if (!isAtLeast(principal.role, access)) {
    throw new HttpProblem(
      403,
      'forbidden',
      `this requires the role ${access}; ${principal.name} has ${principal.role}`,
    );
  }
  if (principal.mustChangePassword && isForPasswordChange !== true) {
    throw new HttpProblem(403, 'password-change-needed', 'change the one-time password first');
  }
}

/** Enters in the audit trail what was refused for want of rights, or because a page of another site sent it. */
export function forbiddenAudit(desk: Pick<PeopleService, 'refuse'>): ErrorRequestHandler {
  // Express recognises an error handler by its four parameters.
  return (error: unknown, request, _response, next) => {
    if (error instanceof HttpProblem && (error.code === 'forbidden' || error.code === 'forbidden-origin')) {
      const principal = principalOf(request);
      const address = request.ip ?? '';
      desk.refuse({
        action: 'refused',
        actor: principal === undefined ? unknownAt(address) : actorBehind({ principal, address }),
        target: targetOf(request),
        comment: error.message,
      });
    }
    next(error);
  };
}

/** The route as it is declared: the values in a path are anybody's. */
function targetOf(request: Request): string {
  const route: unknown = request.route;
  const path: unknown = typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
  return typeof path === 'string' ? `${request.method} ${path}` : `${request.method} request`;
}

/** Counts a request; returns the milliseconds until the next is allowed, 0 when this one is. */
export async function countRequest(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}

function notSignedIn(detail = 'sign in, or send a token: Authorization: Bearer tw_…'): HttpProblem {
  return new HttpProblem(401, 'unauthenticated', detail);
}
