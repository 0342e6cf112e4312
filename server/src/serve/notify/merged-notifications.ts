import { type ChannelSettings, resolveMadeChannel } from '../../config/channel-schema.js';
import { resolveRoute } from '../../config/route-schema.js';
import type { ServerSettings } from '../../config/settings.js';
import type { Route } from '../../core/notifications/route.js';
import type { StoredChannel } from '../people/channel-table.js';
import type { StoredRoutes } from '../people/route-list-table.js';

/** What the configuration says of notifications. */
export type NotificationSettings = Pick<ServerSettings, 'notifications' | 'routes' | 'publicUrl' | 'timeZone' | 'demo'>;

/** Channels and routes in force: those of the configuration, then those that admins made in the browser. */
export interface MergedNotifications {
  readonly settings: NotificationSettings;
  /** Names of channels made in the browser in whose place the configuration has one. */
  readonly channelsAside: ReadonlySet<string>;
  /** Of each route made in the browser, the channels that do not exist. */
  readonly missing: readonly (readonly string[])[];
}

/**
 * Adds what admins made to what the configuration says, whose channels win over those of the same name. A route leads to no
 * channel that does not exist; one that leads to no other is left out, since it would keep its alerts from everybody.
 */
export function mergeNotifications(
  file: NotificationSettings,
  { channels, routes }: { channels: { list: () => readonly StoredChannel[] }; routes: { get: () => StoredRoutes } },
): MergedNotifications {
  const taken = new Set(file.notifications.map(({ name }) => name));
  const stored = channels.list();
  const made = stored.flatMap(({ fields, secret }): ChannelSettings[] =>
    taken.has(fields.name) ? [] : [resolveMadeChannel(fields, secret)],
  );
  const notifications = [...file.notifications, ...made];
  const names = new Set(notifications.map(({ name }) => name));
  const wanted = routes.get().routes;
  const madeRoutes = wanted.flatMap((fields): Route[] => {
    const route = resolveRoute(fields, file.timeZone);
    const existing = route.channels.filter((name) => names.has(name));
    return existing.length === 0 ? [] : [{ ...route, channels: existing }];
  });
  const inForce = { notifications, routes: [...file.routes, ...madeRoutes] };
  return {
    // A demo notifies nobody of what never happened.
    settings: { ...file, ...(file.demo ? { notifications: [], routes: [] } : inForce) },
    channelsAside: new Set(stored.flatMap(({ fields }) => (taken.has(fields.name) ? fields.name : []))),
    missing: wanted.map((route) => route.channels.filter((name) => !names.has(name))),
  };
}

/** What made in the browser is not in force, in words; with `before` only what was in force then. @param ofFile routes of the file */
export function asideNotes(
  before: MergedNotifications | undefined,
  now: MergedNotifications,
  ofFile: number,
): string[] {
  const channels = [...now.channelsAside].filter((name) => before?.channelsAside.has(name) !== true);
  const routes = now.missing.flatMap((names, at) => {
    const isOld = names.length === 0 || before?.missing[at]?.join() === names.join();
    return isOld
      ? []
      : [`route ${String(ofFile + at + 1)} of the browser leads to channels that do not exist: ${names.join(', ')}`];
  });
  return [
    ...channels.map((name) => `channel ${name} of the browser is set aside, the configuration has one of that name`),
    ...routes,
  ];
}
