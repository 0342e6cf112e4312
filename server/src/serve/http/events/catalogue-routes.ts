import { catalogueEntrySchema, catalogueListSchema } from '@tunnelwatch/shared/catalogue';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { pathParameter, type Route } from '../route.js';

/** The catalogue: all messages, one of them. */
export function catalogueRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/catalogue',
      access: 'viewer',
      summary: 'All messages of the catalogue',
      answer: catalogueListSchema,
      handle: (_request, response) => {
        response.json({ items: context.catalogue.entries, nextCursor: null });
      },
    },
    {
      method: 'get',
      path: '/catalogue/{id}',
      access: 'viewer',
      summary: 'One message of the catalogue',
      answer: catalogueEntrySchema,
      handle: (request, response) => {
        const text = pathParameter(request, 'id');
        const entry = /^\d{1,10}$/.test(text) ? context.catalogue.byId(Number(text)) : undefined;
        if (entry === undefined) throw new HttpProblem(404, 'not-found', `message ${text} is not in the catalogue`);
        response.json(entry);
      },
    },
  ];
}
