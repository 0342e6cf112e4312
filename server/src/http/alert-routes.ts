import { acknowledgeBodySchema, type Alert } from '@tunnelwatch/shared/alert';
import { alertListQuerySchema, alertPageSchema, apiAlertSchema } from '@tunnelwatch/shared/api';
import type { Request } from 'express';
import type { ApiContext } from './api-context.js';
import { HttpProblem } from './http-problem.js';
import { presentAlert } from './present.js';
import { parseBody, parseQuery, pathParameter, type Route } from './route.js';

/** Alerts: list, one, acknowledge. */
export function alertRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/alerts',
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
      path: '/alerts/{id}',
      summary: 'One alert',
      answer: apiAlertSchema,
      handle: async (request, response) => {
        const id = idOf(request);
        const alert = context.alert(id) ?? (await storedAlert(context, id));
        if (alert === undefined) throw new HttpProblem(404, 'not-found', `there is no alert ${String(id)}`);
        response.json(presentAlert(alert));
      },
    },
    {
      method: 'post',
      path: '/alerts/{id}/acknowledge',
      summary: 'Acknowledges an alert; refused with 409 and its present state when the version is not the newest',
      body: acknowledgeBodySchema,
      answer: apiAlertSchema,
      handle: async (request, response) => {
        const body = parseBody(acknowledgeBodySchema, request);
        const result = await context.acknowledge({ id: idOf(request), body });
        if (!result.ok) {
          const current = result.alert === null ? undefined : presentAlert(result.alert);
          throw new HttpProblem(result.problem.status, result.problem.code, result.problem.detail, current);
        }
        response.json(presentAlert(result.alert));
      },
    },
  ];
}

/** An alert that is no longer at hand: the list begins below the cursor, so its first one is the one asked for, if any. */
async function storedAlert({ reader }: ApiContext, id: number): Promise<Alert | undefined> {
  const { alerts } = await reader.listAlerts({ cursor: String(id + 1), limit: 1 });
  return alerts[0]?.id === id ? alerts[0] : undefined;
}

function idOf(request: Request): number {
  const text = pathParameter(request, 'id');
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new HttpProblem(404, 'not-found', `there is no alert ${text}`);
  return Number(text);
}
