import { apiWindowSchema, windowPageSchema } from '@tunnelwatch/shared/api';
import { maintenanceWindowBodySchema, } from '@tunnelwatch/shared/maintenance-window';
import { actorOf } from './actor-of.js';
import { HttpProblem } from './http-problem.js';
import { iso } from './present.js';
import { parseBody, pathParameter } from './route.js';
/** Maintenance windows: alerts that are expected are suppressed by design, and listed. */
export function windowRoutes(context) {
    return [
        {
            method: 'get',
            path: '/maintenance-windows',
            access: 'viewer',
            summary: 'Maintenance windows of the last week, those that are open and those to come, the earliest first',
            answer: windowPageSchema,
            handle: (_request, response) => {
                response.json({ items: context.maintenanceWindows().map(presentWindow), nextCursor: null });
            },
        },
        {
            method: 'post',
            path: '/maintenance-windows',
            access: 'operator',
            summary: 'Opens a maintenance window over a gateway, a tunnel or a class',
            body: maintenanceWindowBodySchema,
            answer: apiWindowSchema,
            handle: async (request, response) => {
                const body = parseBody(maintenanceWindowBodySchema, request);
                response.json(answerOf(await context.addWindow(body, actorOf(request, undefined))));
            },
        },
        {
            method: 'post',
            path: '/maintenance-windows/{id}/end',
            access: 'operator',
            summary: 'Ends a maintenance window now, or takes one back that has not begun',
            answer: apiWindowSchema,
            handle: async (request, response) => {
                const text = pathParameter(request, 'id');
                if (!/^[1-9]\d{0,14}$/.test(text)) {
                    throw new HttpProblem(404, 'not-found', `there is no maintenance window ${text}`);
                }
                response.json(answerOf(await context.endWindow(Number(text), actorOf(request, undefined))));
            },
        },
    ];
}
function answerOf(result) {
    if (!result.ok)
        throw new HttpProblem(result.problem.status, result.problem.code, result.problem.detail);
    return presentWindow(result.window);
}
function presentWindow(window) {
    return { ...window, from: iso(window.from), until: iso(window.until) };
}
//# sourceMappingURL=window-routes.js.map