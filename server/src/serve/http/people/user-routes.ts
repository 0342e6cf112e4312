import {
  apiUserSchema,
  doneSchema,
  newUserBodySchema,
  oneTimePasswordSchema,
  singleSignOnUserPageSchema,
  userPageSchema,
  userRoleBodySchema,
} from '@tunnelwatch/shared/people';
import type { PeopleService } from '../../people/people-service.js';
import { actorOf } from '../carry-out.js';
import { HttpProblem } from '../http-problem.js';
import { presentProviderUser, presentUser, valueOf } from './present-people.js';
import { idParameter, parseBody, pathParameter, type Route } from '../route.js';

/** Users with a local password, and those of the single sign-on provider; for admins. */
export function userRoutes(desk: PeopleService): Route[] {
  return [
    {
      method: 'get',
      path: '/users',
      access: 'admin',
      summary: 'Users with a password',
      answer: userPageSchema,
      handle: (_request, response) => {
        response.json({ items: desk.users().map(presentUser), nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/users',
      access: 'admin',
      summary: 'Adds a user; the one-time password is only in this response',
      body: newUserBodySchema,
      answer: oneTimePasswordSchema,
      handle: async (request, response) => {
        const body = parseBody(newUserBodySchema, request);
        response.json(valueOf(await desk.addUser(body, actorOf(request))));
      },
    },
    ...oneUserRoutes(desk),
    ...providerUserRoutes(desk),
  ];
}

/** Those who sign in by single sign-on. */
function providerUserRoutes(desk: PeopleService): Route[] {
  return [
    {
      method: 'get',
      path: '/single-sign-on-users',
      access: 'admin',
      summary: 'Users who have signed in by single sign-on',
      answer: singleSignOnUserPageSchema,
      handle: (_request, response) => {
        response.json({ items: desk.providerUsers().map(presentProviderUser), nextCursor: null });
      },
    },
    {
      method: 'delete',
      path: '/single-sign-on-users/{id}',
      access: 'admin',
      summary:
        'Removes a single sign-on user and ends their sessions; the provider can let them in again, as a new user',
      answer: doneSchema,
      handle: (request, response) => {
        valueOf(desk.removeProviderUser(idParameter(request, 'single sign-on user'), actorOf(request)));
        response.json({ done: true });
      },
    },
  ];
}

/** Actions on an existing user. */
function oneUserRoutes(desk: PeopleService): Route[] {
  return [
    {
      method: 'post',
      path: '/users/{name}/password',
      access: 'admin',
      summary: 'Sets a new one-time password for a user and ends their sessions',
      answer: oneTimePasswordSchema,
      handle: async (request, response) => {
        const name = pathParameter(request, 'name');
        response.json(valueOf(await desk.resetPassword({ name }, actorOf(request))));
      },
    },
    {
      method: 'post',
      path: '/users/{name}/role',
      access: 'admin',
      summary: 'Changes a user’s role; the last admin cannot be demoted',
      body: userRoleBodySchema,
      answer: apiUserSchema,
      handle: (request, response) => {
        const name = pathParameter(request, 'name');
        const { role } = parseBody(userRoleBodySchema, request);
        valueOf(desk.setRole({ name, role }, actorOf(request)));
        const user = desk.users().find((each) => each.name.toLowerCase() === name.toLowerCase());
        if (user === undefined) throw new HttpProblem(404, 'not-found', `no such user: ${name}`);
        response.json(presentUser(user));
      },
    },
    {
      method: 'delete',
      path: '/users/{name}',
      access: 'admin',
      summary: 'Removes a user and ends their sessions; the last admin cannot be removed',
      answer: doneSchema,
      handle: (request, response) => {
        valueOf(desk.removeUser(pathParameter(request, 'name'), actorOf(request)));
        response.json({ done: true });
      },
    },
  ];
}
