import {
  apiChannelSettingsSchema,
  channelBodySchema,
  channelChangeBodySchema,
  channelRemovalQuerySchema,
  channelSettingsListSchema,
  routeListSchema,
  routesBodySchema,
} from '@tunnelwatch/shared/notification-settings';
import { doneSchema } from '@tunnelwatch/shared/people';
import { z } from 'zod';
import type { ApiContext } from '../api-context.js';
import { actorOf } from '../carry-out.js';
import { valueOf } from '../people/present-people.js';
import { idParameter, parseBody, parseQuery, type Route } from '../route.js';

/** Besides these, a body has the keys of a channel, which the editor checks as it would those of the configuration. */
const newChannelSchema = z.looseObject({ secret: channelBodySchema.shape.secret });
const changedChannelSchema = z.looseObject({
  version: channelChangeBodySchema.shape.version,
  secret: channelChangeBodySchema.shape.secret,
});
const changedRoutesSchema = z.strictObject({ version: routesBodySchema.shape.version, routes: z.unknown() });

/** Channels and routes of notifications: those of the configuration are shown, those of the browser changed. */
export function notificationSettingsRoutes({ notifications }: Pick<ApiContext, 'notifications'>): Route[] {
  const { editor } = notifications;
  return [
    {
      method: 'get',
      path: '/notifications/channels',
      access: 'admin',
      summary: 'The settings of all channels, those of the configuration file first; without secrets',
      answer: channelSettingsListSchema,
      handle: (_request, response) => {
        response.json({ items: editor().channels(), nextCursor: null });
      },
    },
    {
      method: 'post',
      path: '/notifications/channels',
      access: 'admin',
      summary: 'Adds a channel; its keys are those of the configuration file, and its secret is in no answer',
      body: channelBodySchema,
      answer: apiChannelSettingsSchema,
      handle: (request, response) => {
        const { secret, ...fields } = parseBody(newChannelSchema, request);
        response.json(valueOf(editor().addChannel(fields, secret, actorOf(request))));
      },
    },
    {
      method: 'put',
      path: '/notifications/channels/{id}',
      access: 'admin',
      summary:
        'Replaces a channel that was made in the browser. Without secret the one that is set stays; null removes it. Refused with 409 and the current channel if the version is not the newest',
      body: channelChangeBodySchema,
      answer: apiChannelSettingsSchema,
      handle: (request, response) => {
        const { version, secret, ...fields } = parseBody(changedChannelSchema, request);
        const id = idParameter(request, 'channel');
        response.json(valueOf(editor().changeChannel({ id, version }, fields, secret, actorOf(request))));
      },
    },
    {
      method: 'delete',
      path: '/notifications/channels/{id}',
      access: 'admin',
      summary:
        'Deletes a channel that was made in the browser, unless a route leads to it; what waits for it is abandoned',
      query: channelRemovalQuerySchema,
      answer: doneSchema,
      handle: (request, response) => {
        const { version } = parseQuery(channelRemovalQuerySchema, request);
        valueOf(editor().removeChannel({ id: idParameter(request, 'channel'), version }, actorOf(request)));
        response.json({ done: true });
      },
    },
    {
      method: 'get',
      path: '/notifications/routes',
      access: 'admin',
      summary: 'All routes in the order in which they are tried, those of the configuration file first',
      answer: routeListSchema,
      handle: (_request, response) => {
        response.json(editor().routes());
      },
    },
    {
      method: 'put',
      path: '/notifications/routes',
      access: 'admin',
      summary:
        'Replaces all routes that were made in the browser. Refused with 409 and the current list if the version is not the newest',
      body: routesBodySchema,
      answer: routeListSchema,
      handle: (request, response) => {
        const { version, routes } = parseBody(changedRoutesSchema, request);
        response.json(valueOf(editor().setRoutes(version, routes, actorOf(request))));
      },
    },
  ];
}
