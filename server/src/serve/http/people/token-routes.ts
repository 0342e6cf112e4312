import { doneSchema, newTokenAnswerSchema, newTokenBodySchema, tokenPageSchema } from '@tunnelwatch/shared/people';
import type { PeopleService } from '../../people/people-service.js';
import { actorOf } from '../carry-out.js';
import { presentToken, valueOf } from './present-people.js';
import { idParameter, parseBody, type Route } from '../route.js';

/** Tokens of programs and walls; for admins. */
export function tokenRoutes(desk: PeopleService, clock: () => number): Route[] {
  return [
    {
      method: 'get',
      path: '/tokens',
      access: 'admin',
      summary: 'All tokens, without their secrets',
      answer: tokenPageSchema,
      handle: (_request, response) => {
        response.json({ items: desk.tokens().map((token) => presentToken(token, clock())), nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/tokens',
      access: 'admin',
      summary: 'Creates a token; its secret is only in this response',
      body: newTokenBodySchema,
      answer: newTokenAnswerSchema,
      handle: (request, response) => {
        const { name, role, expiresAt = null } = parseBody(newTokenBodySchema, request);
        const { token, secret } = valueOf(desk.createToken({ name, role, expiresAt }, actorOf(request)));
        response.json({ ...presentToken(token, clock()), token: secret });
      },
    },
    {
      method: 'delete',
      path: '/tokens/{id}',
      access: 'admin',
      summary: 'Revokes a token; its connections are closed at once',
      answer: doneSchema,
      handle: (request, response) => {
        valueOf(desk.revokeToken(idParameter(request, 'token'), actorOf(request)));
        response.json({ done: true });
      },
    },
  ];
}
