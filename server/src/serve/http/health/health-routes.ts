import { z } from 'zod';
import type { ApiContext } from '../api-context.js';
import type { Route } from '../route.js';

const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });
const readinessSchema = z.object({ status: z.enum(['ready', 'not ready']), reason: z.string().optional() });

/** Health checks for supervisors: whether the process is alive, and whether it can do its work. */
export function healthRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/healthz',
      access: 'anyone',
      summary: 'Responds as long as the server runs',
      answer: healthSchema,
      handle: (_request, response) => {
        response.json({ status: 'ok', version: context.version });
      },
    },
    {
      method: 'get',
      path: '/readyz',
      access: 'anyone',
      summary:
        'Checks that the store accepts data and has no known damage, and in a cluster that this node is up to date; otherwise 503 with the reason',
      answer: readinessSchema,
      otherStatus: 503,
      handle: (_request, response) => {
        const reason = context.notReady() ?? context.clusterNotReady();
        response
          .status(reason === undefined ? 200 : 503)
          .json(reason === undefined ? { status: 'ready' } : { status: 'not ready', reason });
      },
    },
  ];
}
