import { isAtLeast } from '@tunnelwatch/shared/actor';
import {
  doneSchema,
  passwordBodySchema,
  sessionAnswerSchema,
  sessionPageSchema,
  signedOutSchema,
  signInBodySchema,
} from '@tunnelwatch/shared/people';
import type { Request } from 'express';
import type { PeopleService } from '../../people/people-service.js';
import type { Principal } from '../../people/principal.js';
import { knownPrincipal, principalOf } from '../access-guard.js';
import { actorOf } from '../carry-out.js';
import { HttpProblem } from '../http-problem.js';
import { originOf, presentSession, presentWho, valueOf } from './present-people.js';
import { idParameter, parseBody, type Route } from '../route.js';
import type { SessionCookies } from './session-cookie.js';

/** Signing in and out, and who is signed in. */
export function sessionRoutes(desk: PeopleService, cookies: SessionCookies, siteTimeZone: string): Route[] {
  return [
    whoRoute(desk, siteTimeZone),
    signInRoute(desk, cookies, siteTimeZone),
    signOutRoute(desk, cookies),
    ...listRoutes(desk),
    passwordRoute(desk),
  ];
}

function answerFor(desk: PeopleService, principal: Principal | undefined, siteTimeZone: string) {
  const singleSignOn = desk.singleSignOn?.label ?? null;
  if (principal === undefined) return { who: null, singleSignOn, settings: null, siteTimeZone: null };
  return { who: presentWho(principal), singleSignOn, settings: desk.settings(principal), siteTimeZone };
}

function whoRoute(desk: PeopleService, siteTimeZone: string): Route {
  return {
    method: 'get',
    path: '/session',
    access: 'anyone',
    summary: 'The signed-in user with personal settings; `who` is null if nobody is signed in',
    answer: sessionAnswerSchema,
    handle: (request, response) => {
      response.json(answerFor(desk, principalOf(request), siteTimeZone));
    },
  };
}

function signInRoute(desk: PeopleService, cookies: SessionCookies, siteTimeZone: string): Route {
  return {
    method: 'post',
    path: '/session',
    access: 'anyone',
    summary: 'Signs in with name and password, or a wall with its token; the response sets a cookie',
    body: signInBodySchema,
    answer: sessionAnswerSchema,
    handle: async (request, response) => {
      const body = parseBody(signInBodySchema, request);
      if ('token' in body) {
        const wall = valueOf(desk.ofWallToken(body.token, request.ip ?? ''));
        cookies.setWall(request, response, body.token);
        response.json(answerFor(desk, wall, siteTimeZone));
        return;
      }
      const names = desk.cookieNames({ isSecure: request.secure });
      const { secret, expiresAt, device } = valueOf(await desk.signIn(body, originOf(request, names)));
      cookies.setSession(request, response, { secret, expiresAt });
      cookies.setDevice(request, response, device);
      response.json(answerFor(desk, desk.ofSession(secret), siteTimeZone));
    },
  };
}

function signOutRoute(desk: PeopleService, cookies: SessionCookies): Route {
  return {
    method: 'delete',
    path: '/session',
    access: 'wall',
    isForPasswordChange: true,
    summary:
      'Signs out: ends the session, removes its cookie, and says where to sign out at the single sign-on provider',
    answer: signedOutSchema,
    handle: async (request, response) => {
      const { kind, id } = knownPrincipal(request);
      const continueAt = kind === 'session' ? valueOf(await desk.signOut(id, actorOf(request))) : null;
      cookies.clear(request, response);
      response.json({ done: true, continueAt });
    },
  };
}

function listRoutes(desk: PeopleService): Route[] {
  return [
    {
      method: 'get',
      path: '/sessions',
      access: 'viewer',
      summary: 'Active sessions: all for admins, otherwise one’s own',
      answer: sessionPageSchema,
      handle: (request, response) => {
        const principal = knownPrincipal(request);
        const items = visibleSessions(desk, principal).map((session) => presentSession(session, principal));
        response.json({ items, nextCursor: null });
      },
    },
    {
      method: 'delete',
      path: '/sessions/{id}',
      access: 'viewer',
      summary: 'Ends a session: any for admins, otherwise one’s own',
      answer: doneSchema,
      handle: (request, response) => {
        const id = idParameter(request, 'session');
        const isVisible = visibleSessions(desk, knownPrincipal(request)).some((session) => session.id === id);
        if (!isVisible) throw new HttpProblem(404, 'not-found', `no such session: ${String(id)}`);
        valueOf(desk.endSession(id, actorOf(request)));
        response.json({ done: true });
      },
    },
  ];
}

function visibleSessions(desk: PeopleService, { kind, id, role }: Principal) {
  const all = desk.sessions();
  if (isAtLeast(role, 'admin')) return all;
  const own = kind === 'session' ? all.find((session) => session.id === id) : undefined;
  return own === undefined ? [] : all.filter(({ name, by }) => name === own.name && by === own.by);
}

function passwordRoute(desk: PeopleService): Route {
  return {
    method: 'post',
    path: '/session/password',
    access: 'viewer',
    isForPasswordChange: true,
    summary: 'Changes your own password and ends your other sessions',
    body: passwordBodySchema,
    answer: doneSchema,
    handle: async (request, response) => {
      const body = parseBody(passwordBodySchema, request);
      const { id, name } = personWithPassword(request);
      valueOf(await desk.changePassword({ ...body, name, sessionId: id }, actorOf(request)));
      response.json({ done: true });
    },
  };
}

function personWithPassword(request: Request): Principal {
  const principal = knownPrincipal(request);
  if (principal.hasPassword) return principal;
  throw new HttpProblem(409, 'wrong-state', `${principal.name} has no local password`);
}
