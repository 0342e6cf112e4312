import { ALERT_CLASSES } from '@tunnelwatch/shared/alert';
import {
  NOTIFICATION_LIMITS,
  type RouteFields,
  routeFieldsSchema,
  WEEKDAYS,
} from '@tunnelwatch/shared/notification-settings';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { NotificationPlan } from '../core/notifications/plan.js';
import type { Route, RouteHours } from '../core/notifications/route.js';
import { channelFilters, type ChannelSettings } from './channel-schema.js';
import { suggest } from './did-you-mean.js';

/** A single value need not be a list. */
function listOf<List extends z.ZodArray>(list: List) {
  return z.preprocess((value) => (typeof value === 'string' ? [value] : value), list);
}

const DAY_RANGE = /^(sun|mon|tue|wed|thu|fri|sat)(?:-(sun|mon|tue|wed|thu|fri|sat))?$/i;
const HOURS = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)$/;

const { channels, gateways, sites, tunnels, classes, priorities } = routeFieldsSchema.shape;

const keys = routeFieldsSchema.extend({
  channels: listOf(channels),
  gateways: listOf(gateways.unwrap()).optional(),
  sites: listOf(sites.unwrap()).optional(),
  tunnels: listOf(tunnels.unwrap()).optional(),
  classes: listOf(classes.unwrap()).optional(),
  priorities: listOf(priorities.unwrap()).optional(),
  hours: z
    .string()
    .refine((text) => hoursOf(text) !== undefined)
    .optional(),
  days: listOf(z.array(z.string().regex(DAY_RANGE)).min(1)).optional(),
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone))
    .optional(),
});

/** A route, parsed. */
export type ParsedRoute = z.output<typeof keys>;

/** What is expected of each key of a route. */
export const ROUTE_EXPECTS: Readonly<Record<keyof ParsedRoute, string>> = {
  channels: 'the name of a channel or a list of them',
  gateways: 'a pattern of gateway names such as "edge-*", or a list of them',
  sites: 'a pattern of sites of the inventory, or a list of them',
  tunnels: 'a pattern of matchkeys or tunnel names, or a list of them',
  classes: `a list of ${ALERT_CLASSES.join(', ')}`,
  priorities: `a list of ${PRIORITIES.join(', ')}`,
  hours: 'hours such as 22:00-06:00',
  days: `a list of ${WEEKDAYS.join(', ')}, or of ranges such as mon-fri`,
  timeZone: 'an IANA time zone such as Europe/Vienna',
  continue: 'true or false',
  escalateAfterMinutes: 'a whole number of minutes from 1 to 720',
};

/** The routes of notifications, tried from the first to the last. */
export const routesSchema = z.array(keys);

/** Routes that are made in the browser. @param lost names of channels that they may lead to although these are gone */
export function madeRoutesSchema(names: readonly string[], lost: readonly string[]) {
  return z
    .strictObject({ routes: routesSchema.max(NOTIFICATION_LIMITS.routes) })
    .superRefine(({ routes }, context) => checkNames({ routes, names, lost, first: 'add a channel first' }, context));
}

/** Checks across settings: routes lead to channels that exist. */
export function checkRoutes(
  { routes, notifications }: { routes: readonly ParsedRoute[]; notifications: readonly { name: string }[] },
  context: z.RefinementCtx,
): void {
  const names = notifications.map(({ name }) => name);
  checkNames({ routes, names, lost: [], first: 'define it under notifications' }, context);
}

interface RouteNames {
  routes: readonly ParsedRoute[];
  names: readonly string[];
  lost: readonly string[];
  /** What to do when there is no channel at all. */
  first: string;
}

function checkNames({ routes, names, lost, first }: RouteNames, context: z.RefinementCtx): void {
  for (const [index, { channels }] of routes.entries()) {
    for (const [at, channel] of channels.entries()) {
      if (names.includes(channel) || lost.includes(channel)) continue;
      const remedy = names.length === 0 ? first : suggest(channel, names);
      const path = ['routes', index, 'channels', at];
      context.addIssue({
        code: 'custom',
        path,
        message: `there is no channel ${JSON.stringify(channel)}`,
        params: { remedy },
      });
    }
  }
}

/** @param zone for hours and days of a route that names none */
export function resolveRoute(route: ParsedRoute, zone: string): Route {
  return {
    channels: route.channels,
    gateways: route.gateways ?? null,
    sites: route.sites ?? null,
    tunnels: route.tunnels ?? null,
    classes: route.classes ?? null,
    priorities: route.priorities ?? null,
    hours: route.hours === undefined ? null : (hoursOf(route.hours) ?? null),
    days: route.days === undefined ? null : [...new Set(route.days.flatMap(daysOf))],
    timeZone: route.timeZone ?? zone,
    isContinued: route.continue ?? false,
    escalateAfterMs: route.escalateAfterMinutes === undefined ? null : route.escalateAfterMinutes * MINUTE_MS,
  };
}

/** A route as it could be written in the configuration. */
export function routeFields(route: Route): RouteFields {
  const { gateways, sites, tunnels, classes, priorities, hours, days, escalateAfterMs } = route;
  return {
    channels: [...route.channels],
    ...(gateways === null ? {} : { gateways: [...gateways] }),
    ...(sites === null ? {} : { sites: [...sites] }),
    ...(tunnels === null ? {} : { tunnels: [...tunnels] }),
    ...(classes === null ? {} : { classes: [...classes] }),
    ...(priorities === null ? {} : { priorities: [...priorities] }),
    ...(hours === null ? {} : { hours: `${timeOfDay(hours.from)}-${timeOfDay(hours.until)}` }),
    ...(days === null ? {} : { days: days.flatMap((day) => WEEKDAYS[day] ?? []) }),
    ...(hours === null && days === null ? {} : { timeZone: route.timeZone }),
    ...(route.isContinued ? { continue: true } : {}),
    ...(escalateAfterMs === null ? {} : { escalateAfterMinutes: escalateAfterMs / MINUTE_MS }),
  };
}

function timeOfDay(minutes: number): string {
  const text = (value: number) => String(value).padStart(2, '0');
  return `${text(Math.floor(minutes / 60))}:${text(minutes % 60)}`;
}

function hoursOf(text: string): RouteHours | undefined {
  const [, hour, minute, untilHour, untilMinute] = HOURS.exec(text.replaceAll(/\s/g, '')) ?? [];
  if (hour === undefined) return undefined;
  const [from, until] = [Number(hour) * 60 + Number(minute), Number(untilHour) * 60 + Number(untilMinute)];
  return until > 24 * 60 || from === until ? undefined : { from, until };
}

/** `fri-mon` is Friday to Monday. */
function daysOf(text: string): number[] {
  const [, from = '', to = from] = DAY_RANGE.exec(text.toLowerCase()) ?? [];
  const first = WEEKDAYS.findIndex((day) => day === from);
  const count = (WEEKDAYS.findIndex((day) => day === to) - first + 7) % 7;
  return Array.from({ length: count + 1 }, (_, at) => (first + at) % 7);
}

/** What another thread needs to know of who is notified: no addresses, no file names. */
export function notificationPlan({
  notifications,
  routes,
}: {
  readonly notifications: readonly ChannelSettings[];
  readonly routes: readonly Route[];
}): NotificationPlan {
  return { channels: channelFilters(notifications), routes };
}
