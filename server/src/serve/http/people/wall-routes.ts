import { iso } from '@tunnelwatch/shared/iso-time';
import { doneSchema, newTokenAnswerSchema } from '@tunnelwatch/shared/people';
import { apiWallSchema, newWallLinkBodySchema, wallListSchema, wallSettingsSchema } from '@tunnelwatch/shared/wall';
import type { PeopleService } from '../../people/people-service.js';
import type { StoredWall } from '../../people/wall-table.js';
import { actorOf } from '../carry-out.js';
import { idParameter, parseBody, type Route } from '../route.js';
import { presentToken, valueOf } from './present-people.js';

/** Walls: admins make them and the links of their screens, everybody who views pages may open them. */
export function wallRoutes(desk: PeopleService, clock: () => number): Route[] {
  return [
    {
      method: 'get',
      path: '/walls',
      access: 'viewer',
      summary: 'The walls that admins made, by name',
      answer: wallListSchema,
      handle: (_request, response) => {
        response.json({ items: desk.walls().map(presentWall), nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/walls',
      access: 'admin',
      summary: 'Makes a wall',
      body: wallSettingsSchema,
      answer: apiWallSchema,
      handle: (request, response) => {
        response.json(presentWall(valueOf(desk.addWall(parseBody(wallSettingsSchema, request), actorOf(request)))));
      },
    },
    {
      method: 'put',
      path: '/walls/{id}',
      access: 'admin',
      summary: 'Changes a wall; its screens follow at once',
      body: wallSettingsSchema,
      answer: apiWallSchema,
      handle: (request, response) => {
        const settings = parseBody(wallSettingsSchema, request);
        response.json(presentWall(valueOf(desk.changeWall(idParameter(request, 'wall'), settings, actorOf(request)))));
      },
    },
    {
      method: 'delete',
      path: '/walls/{id}',
      access: 'admin',
      summary: 'Deletes a wall and revokes its links',
      answer: doneSchema,
      handle: (request, response) => {
        valueOf(desk.removeWall(idParameter(request, 'wall'), actorOf(request)));
        response.json({ done: true });
      },
    },
    {
      method: 'post',
      path: '/walls/{id}/links',
      access: 'admin',
      summary: 'Makes a link for a screen: a token that opens this wall only; it is only in this response',
      body: newWallLinkBodySchema,
      answer: newTokenAnswerSchema,
      handle: (request, response) => {
        const { name, expiresAt = null } = parseBody(newWallLinkBodySchema, request);
        const wish = { name, expiresAt };
        const { token, secret } = valueOf(desk.addWallLink(idParameter(request, 'wall'), wish, actorOf(request)));
        response.json({ ...presentToken(token, clock()), token: secret });
      },
    },
  ];
}

function presentWall({ updatedAt, ...wall }: StoredWall) {
  return { ...wall, updatedAt: iso(updatedAt) };
}
