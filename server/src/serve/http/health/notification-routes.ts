import { channelPageSchema, silencePageSchema } from '@tunnelwatch/shared/api';
import { type ChannelState, channelTestSchema } from '@tunnelwatch/shared/notification';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { pathParameter, type Route } from '../route.js';

/** Notifications: the configured channels with their status, and a test of each. */
export function notificationRoutes({ notifications }: Pick<ApiContext, 'notifications'>): Route[] {
  return [
    {
      method: 'get',
      path: '/notifications',
      access: 'viewer',
      summary: 'Notification channels and their delivery status',
      answer: channelPageSchema,
      handle: async (_request, response) => {
        const items = (await notifications.states()).map(presentChannel);
        response.json({ items, nextCursor: null });
      },
    },
    {
      method: 'get',
      path: '/notifications/silences',
      access: 'viewer',
      summary: 'Alerts that are silenced in Alertmanager, with who silenced them and until when',
      answer: silencePageSchema,
      handle: (_request, response) => {
        const items = notifications.silenced().map((silence) => ({ ...silence, until: iso(silence.until) }));
        response.json({ items, nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/notifications/{name}/test',
      access: 'admin',
      summary: 'Sends a test message through a channel; returns whether it was delivered, or the reason why not',
      answer: channelTestSchema,
      handle: async (request, response) => {
        const name = pathParameter(request, 'name');
        const outcome = await notifications.test(name);
        if (outcome === undefined) throw new HttpProblem(404, 'not-found', `no such channel: ${name}`);
        response.json(outcome);
      },
    },
  ];
}

function presentChannel({ lastSentAt, lastErrorAt, nextAttemptAt, askedToWaitUntil, ...channel }: ChannelState) {
  const time = (at: number | null) => (at === null ? null : iso(at));
  return {
    ...channel,
    lastSentAt: time(lastSentAt),
    lastErrorAt: time(lastErrorAt),
    nextAttemptAt: time(nextAttemptAt),
    askedToWaitUntil: time(askedToWaitUntil),
  };
}
