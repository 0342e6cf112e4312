import { iso } from '@tunnelwatch/shared/iso-time';
import { doneSchema } from '@tunnelwatch/shared/people';
import {
  newViewBodySchema,
  savedViewSchema,
  viewBodySchema,
  viewDefaultBodySchema,
  viewListQuerySchema,
  viewListSchema,
} from '@tunnelwatch/shared/saved-views';
import type { Request } from 'express';
import type { PeopleService } from '../../people/people-service.js';
import type { ViewAsker } from '../../people/saved-views.js';
import type { StoredView } from '../../people/view-table.js';
import { knownPrincipal } from '../access-guard.js';
import { actorOf } from '../carry-out.js';
import { idParameter, parseBody, parseQuery, type Route } from '../route.js';
import { valueOf } from './present-people.js';

/** Saved views of pages: one's own, and shared ones. */
export function viewRoutes(desk: PeopleService): Route[] {
  return [
    {
      method: 'get',
      path: '/views',
      access: 'viewer',
      summary: 'Saved views of a page: your own and shared ones, and the one that the page opens with',
      query: viewListQuerySchema,
      answer: viewListSchema,
      handle: (request, response) => {
        const { page } = parseQuery(viewListQuerySchema, request);
        const { items, ...defaults } = desk.views(page, knownPrincipal(request));
        response.json({ ...defaults, items: items.map(presentView) });
      },
    },
    {
      method: 'post',
      path: '/views',
      access: 'viewer',
      summary: 'Saves a view; operators and admins may share it',
      body: newViewBodySchema,
      answer: savedViewSchema,
      handle: (request, response) => {
        const { page, ...body } = parseBody(newViewBodySchema, request);
        response.json(presentView({ ...valueOf(desk.addView(page, body, askerOf(request))), isChangeable: true }));
      },
    },
    // Before the routes of one view: "default" is no number of one.
    {
      method: 'put',
      path: '/views/default',
      access: 'viewer',
      summary: 'Sets the view that a page opens with, for yourself, or as an admin for a role',
      body: viewDefaultBodySchema,
      answer: doneSchema,
      handle: (request, response) => {
        valueOf(desk.setViewDefault(parseBody(viewDefaultBodySchema, request), askerOf(request)));
        response.json({ done: true });
      },
    },
    ...oneViewRoutes(desk),
  ];
}

function oneViewRoutes(desk: PeopleService): Route[] {
  return [
    {
      method: 'put',
      path: '/views/{id}',
      access: 'viewer',
      summary: 'Renames, changes, shares or unshares a view: its author may, and an admin if it is shared',
      body: viewBodySchema,
      answer: savedViewSchema,
      handle: (request, response) => {
        const body = parseBody(viewBodySchema, request);
        const view = valueOf(desk.changeView(idParameter(request, 'view'), body, askerOf(request)));
        response.json(presentView({ ...view, isChangeable: true }));
      },
    },
    {
      method: 'delete',
      path: '/views/{id}',
      access: 'viewer',
      summary: 'Deletes a view: its author may, and an admin if it is shared',
      answer: doneSchema,
      handle: (request, response) => {
        valueOf(desk.removeView(idParameter(request, 'view'), askerOf(request)));
        response.json({ done: true });
      },
    },
  ];
}

function askerOf(request: Request): ViewAsker {
  return { principal: knownPrincipal(request), actor: actorOf(request) };
}

function presentView({ owner: _owner, updatedAt, ...view }: StoredView & { isChangeable: boolean }) {
  return { ...view, updatedAt: iso(updatedAt) };
}
