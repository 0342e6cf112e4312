import { searchAnswerSchema, searchQuerySchema } from '@tunnelwatch/shared/search';
import type { ApiContext } from '../api-context.js';
import { parseQuery, type Route } from '../route.js';

/** One search for everything that has a page. */
export function searchRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/search',
      access: 'viewer',
      summary:
        'Tunnels, interfaces, gateways, open alerts and catalogue messages that have all words of `q`, the best first',
      query: searchQuerySchema,
      answer: searchAnswerSchema,
      handle: async (request, response) => {
        const { q, limit } = parseQuery(searchQuerySchema, request);
        const { signal } = await context.admit();
        response.json(await context.search(q, limit, signal));
      },
    },
  ];
}
