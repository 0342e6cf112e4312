import { Metrics } from './metrics.js';
/** Figures for Prometheus, for those who have at least the role `access`. */
export function metricsRoutes(context, access) {
    const metrics = new Metrics(context);
    return [
        {
            method: 'get',
            path: '/metrics',
            access,
            summary: 'Figures for Prometheus, in its text format',
            media: ['text/plain'],
            handle: async (_request, response) => {
                response.setHeader('Cache-Control', 'no-store');
                response.type(metrics.contentType).send(await metrics.text());
            },
        },
    ];
}
//# sourceMappingURL=metrics-routes.js.map