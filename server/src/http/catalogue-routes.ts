import { apiSourceSchema, sourceListQuerySchema, sourcePageSchema } from '@tunnelwatch/shared/api';
import { catalogueEntrySchema, catalogueListSchema } from '@tunnelwatch/shared/catalogue';
import type { ApiContext } from './api-context.js';
import { HttpProblem } from './http-problem.js';
import { presentSource } from './present.js';
import { parseQuery, pathParameter, type Route } from './route.js';

/** The catalogue and the sources. */
export function catalogueRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/catalogue',
      summary: 'All messages of the catalogue',
      answer: catalogueListSchema,
      handle: (_request, response) => {
        response.json({ items: context.catalogue.entries, nextCursor: null });
      },
    },
    {
      method: 'get',
      path: '/catalogue/{id}',
      summary: 'One message of the catalogue',
      answer: catalogueEntrySchema,
      handle: (request, response) => {
        const text = pathParameter(request, 'id');
        const entry = /^\d{1,10}$/.test(text) ? context.catalogue.byId(Number(text)) : undefined;
        if (entry === undefined) throw new HttpProblem(404, 'not-found', `the catalogue has no message ${text}`);
        response.json(entry);
      },
    },
    {
      method: 'get',
      path: '/sources',
      summary: 'Every file and listener, and how well it is read',
      query: sourceListQuerySchema,
      answer: sourcePageSchema,
      handle: (request, response) => {
        const { limit, cursor } = parseQuery(sourceListQuerySchema, request);
        if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) {
          throw new HttpProblem(400, 'bad-request', 'cursor: take it from nextCursor of the page before');
        }
        const from = Number(cursor ?? 0);
        const all = context.sources();
        const items = all.slice(from, from + limit).map(presentSource);
        response.json({ items, nextCursor: from + limit < all.length ? String(from + limit) : null });
      },
    },
    {
      method: 'get',
      path: '/sources/{id}',
      summary: 'One source, with samples of lines that were unknown or unreadable',
      answer: apiSourceSchema,
      handle: (request, response) => {
        const text = pathParameter(request, 'id');
        const source = context.sources().find(({ id }) => String(id) === text);
        if (source === undefined) throw new HttpProblem(404, 'not-found', `there is no source ${text}`);
        response.json(presentSource(source));
      },
    },
  ];
}
