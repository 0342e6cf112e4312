import {
  type ApiChannelSettings,
  apiChannelSettingsSchema,
  type ChannelBody,
  type ChannelChangeBody,
  channelSettingsListSchema,
  type RouteList,
  routeListSchema,
  type RoutesBody,
} from '@tunnelwatch/shared/notification-settings';
import { doneSchema } from '@tunnelwatch/shared/people';
import { apiUrl, deleteJson, getJson, postJson, putJson } from './http-client.js';

/** One function per endpoint of the settings of notifications; each rejects with HttpError. */

/** The settings of all channels, those of the configuration file first. */
export function fetchChannelSettings(signal: AbortSignal): Promise<readonly ApiChannelSettings[]> {
  return getJson(channelSettingsListSchema, apiUrl('notifications/channels'), signal).then(({ items }) => items);
}

export function addChannel(body: ChannelBody): Promise<ApiChannelSettings> {
  return postJson(apiChannelSettingsSchema, apiUrl('notifications/channels'), body);
}

export function changeChannel(id: number, body: ChannelChangeBody): Promise<ApiChannelSettings> {
  return putJson(apiChannelSettingsSchema, apiUrl(`notifications/channels/${id}`), body);
}

export function removeChannel(id: number, version: number): Promise<unknown> {
  return deleteJson(doneSchema, apiUrl(`notifications/channels/${id}`, { version }));
}

/** All routes in the order in which they are tried. */
export function fetchRoutes(signal: AbortSignal): Promise<RouteList> {
  return getJson(routeListSchema, apiUrl('notifications/routes'), signal);
}

/** Replaces the routes that were made in the browser. */
export function saveRoutes(body: RoutesBody): Promise<RouteList> {
  return putJson(routeListSchema, apiUrl('notifications/routes'), body);
}
