import type { Alert } from '@tunnelwatch/shared/alert';
import { acknowledgeLinkSchema } from '@tunnelwatch/shared/notification';
import {
  acknowledgeLinkQuerySchema,
  alertListQuerySchema,
  alertPageSchema,
  alertQuerySchema,
  apiAlertHealthSchema,
  apiAlertSchema,
} from '@tunnelwatch/shared/api';
import { alertHealth, HEALTH_SPAN_MS } from '../../../core/alert/health/alert-health.js';
import { named } from '../../../core/inventory/shown.js';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { presentAlert } from '../present.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { wrongCursor } from '../page.js';
import { parseQuery, idParameter, type Route } from '../route.js';

/** Alerts: the list, one of them, and the figures of all. */
export function alertRoutes(context: ApiContext, clock: () => number): Route[] {
  return [
    {
      method: 'get',
      path: '/alerts',
      access: 'viewer',
      summary: 'Alerts, newest first',
      query: alertListQuerySchema,
      answer: alertPageSchema,
      handle: async (request, response) => {
        const query = parseQuery(alertListQuerySchema, request);
        if (query.cursor !== undefined && !/^\d{1,15}$/.test(query.cursor)) throw wrongCursor();
        const page = await context.alertStore.listAlerts(query);
        response.json({
          items: page.alerts.map((alert) => presentAlert(alert, context.names())),
          nextCursor: page.nextCursor,
        });
      },
    },
    {
      method: 'get',
      path: '/alerts/{id}/acknowledge-link',
      access: 'viewer',
      summary: 'Whether the link of a message is ours and still valid; it acknowledges nothing',
      query: acknowledgeLinkQuerySchema,
      answer: acknowledgeLinkSchema,
      handle: (request, response) => {
        const { token } = parseQuery(acknowledgeLinkQuerySchema, request);
        response.json({ state: context.notifications.checkLink(idParameter(request, 'alert'), token) });
      },
    },
    {
      method: 'get',
      path: '/alerts/health',
      access: 'viewer',
      summary: 'Alarm health: rates, floods, chattering, stale, standing and shelved alerts',
      answer: apiAlertHealthSchema,
      handle: async (_request, response) => {
        const now = clock();
        const health = alertHealth(await context.alertStore.alertsSince(now - HEALTH_SPAN_MS), now);
        const topTen = health.topTen.map((each) => named(each, context.names()));
        response.json({ ...health, topTen, from: iso(health.from), to: iso(health.to) });
      },
    },
    {
      method: 'get',
      path: '/alerts/{id}',
      access: 'viewer',
      summary: 'One alert, as it is now or was at a past time',
      query: alertQuerySchema,
      answer: apiAlertSchema,
      handle: async (request, response) => {
        const { at } = parseQuery(alertQuerySchema, request);
        const id = idParameter(request, 'alert');
        const alert = at === undefined ? await findAlert(context, id) : await pastAlert(context, id, at);
        response.json(presentAlert(alert, context.names()));
      },
    },
  ];
}

/** An alert, from memory or the store. @throws HttpProblem when there is none with that id */
export async function findAlert(context: Pick<ApiContext, 'alert' | 'alertStore'>, id: number): Promise<Alert> {
  const alert = context.alert(id) ?? (await storedAlert(context, id));
  if (alert === undefined) throw new HttpProblem(404, 'not-found', `no such alert: ${String(id)}`);
  return alert;
}

async function pastAlert({ reader }: Pick<ApiContext, 'reader'>, id: number, at: number): Promise<Alert> {
  const alert = await reader.pastAlert(id, at);
  if (alert === undefined) throw new HttpProblem(404, 'not-found', `alert ${String(id)} did not exist at ${iso(at)}`);
  return alert;
}

/** An alert that is no longer in memory: the list begins below the cursor, so it can only be the first one. */
async function storedAlert({ alertStore }: Pick<ApiContext, 'alertStore'>, id: number): Promise<Alert | undefined> {
  const { alerts } = await alertStore.listAlerts({ cursor: String(id + 1), limit: 1 });
  return alerts[0]?.id === id ? alerts[0] : undefined;
}
