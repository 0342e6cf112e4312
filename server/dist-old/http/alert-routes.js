import { alertListQuerySchema, apiAlertHealthSchema, alertPageSchema, apiAlertSchema } from '@tunnelwatch/shared/api';
import { alertHealth, HEALTH_SPAN_MS } from '../alert/alert-health.js';
import { alertIdOf } from './alert-id.js';
import { HttpProblem } from './http-problem.js';
import { iso, presentAlert } from './present.js';
import { parseQuery } from './route.js';
/** Alerts: the list, one of them, and the figures of all. */
export function alertRoutes(context, clock) {
    return [
        {
            method: 'get',
            path: '/alerts',
            access: 'viewer',
            summary: 'Alerts, the newest first',
            query: alertListQuerySchema,
            answer: alertPageSchema,
            handle: async (request, response) => {
                const query = parseQuery(alertListQuerySchema, request);
                if (query.cursor !== undefined && !/^\d{1,15}$/.test(query.cursor)) {
                    throw new HttpProblem(400, 'bad-request', 'cursor: take it from nextCursor of the page before');
                }
                const page = await context.reader.listAlerts(query);
                response.json({ items: page.alerts.map(presentAlert), nextCursor: page.nextCursor });
            },
        },
        {
            method: 'get',
            path: '/alerts/health',
            access: 'viewer',
            summary: 'Whether alarms can be worked with: rates, floods, what chatters, is stale, stands or lies on a shelf',
            answer: apiAlertHealthSchema,
            handle: async (_request, response) => {
                const now = clock();
                const health = alertHealth(await context.reader.alertsSince(now - HEALTH_SPAN_MS), now);
                response.json({ ...health, from: iso(health.from), to: iso(health.to) });
            },
        },
        {
            method: 'get',
            path: '/alerts/{id}',
            access: 'viewer',
            summary: 'One alert',
            answer: apiAlertSchema,
            handle: async (request, response) => {
                response.json(presentAlert(await findAlert(context, alertIdOf(request))));
            },
        },
    ];
}
/** An alert, at hand or stored. @throws HttpProblem when there is none of that number */
export async function findAlert(context, id) {
    const alert = context.alert(id) ?? (await storedAlert(context, id));
    if (alert === undefined)
        throw new HttpProblem(404, 'not-found', `there is no alert ${String(id)}`);
    return alert;
}
/** An alert that is no longer at hand: the list begins below the cursor, so its first one is the one asked for, if any. */
async function storedAlert({ reader }, id) {
    const { alerts } = await reader.listAlerts({ cursor: String(id + 1), limit: 1 });
    return alerts[0]?.id === id ? alerts[0] : undefined;
}
//# sourceMappingURL=alert-routes.js.map