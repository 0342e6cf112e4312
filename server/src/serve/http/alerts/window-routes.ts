import { apiWindowSchema, windowPageSchema } from '@tunnelwatch/shared/api';
import { maintenanceWindowBodySchema, type WindowResult } from '@tunnelwatch/shared/maintenance-window';
import { actorOf } from '../actor-of.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { presentWindow } from '../present.js';
import { parseBody, pathParameter, type Route } from '../route.js';

/** Maintenance windows: alerts that are expected are suppressed by design, and listed. */
export function windowRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/maintenance-windows',
      access: 'viewer',
      summary: 'Maintenance windows of the last week, those that are open and those to come, the earliest first',
      answer: windowPageSchema,
      handle: (_request, response) => {
        response.json({
          items: context.maintenanceWindows().map((window) => presentWindow(window, context.names())),
          nextCursor: null,
        });
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
        response.json(answerOf(await context.addWindow(body, actorOf(request, undefined)), context));
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
        response.json(answerOf(await context.endWindow(Number(text), actorOf(request, undefined)), context));
      },
    },
  ];
}

function answerOf(result: WindowResult, { names }: ApiContext) {
  if (!result.ok) throw new HttpProblem(result.problem.status, result.problem.code, result.problem.detail);
  return presentWindow(result.window, names());
}
