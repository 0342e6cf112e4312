import type { Access } from '@tunnelwatch/shared/access';
import { Metrics, type MetricsContext } from './metrics.js';
import type { Route } from '../route.js';

/** Prometheus metrics, for users with at least the role `access`. */
export function metricsRoutes(context: MetricsContext, access: Access): Route[] {
  const metrics = new Metrics(context);
  return [
    {
      method: 'get',
      path: '/metrics',
      access,
      summary: 'Metrics in the Prometheus text format',
      media: ['text/plain'],
      handle: async (_request, response) => {
        response.setHeader('Cache-Control', 'no-store');
        response.type(metrics.contentType).send(await metrics.text());
      },
    },
  ];
}
