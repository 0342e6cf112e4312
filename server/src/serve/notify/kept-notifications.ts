import { existsSync } from 'node:fs';
import { openDatabase, refuseLostOne, refuseUnusable } from '../../database-file.js';
import { ChannelTable, type StoredChannel } from '../people/channel-table.js';
import { hasNotificationTables, peopleKind } from '../people/people-database.js';
import { RouteListTable, type StoredRoutes } from '../people/route-list-table.js';
import {
  asideNotes,
  type MergedNotifications,
  mergeNotifications,
  type NotificationSettings,
} from './merged-notifications.js';

/** What admins made in the browser, and what is in force with what the configuration says. Secrets are left out. */
export interface KeptNotifications {
  readonly ok: true;
  readonly channels: readonly StoredChannel[];
  readonly routes: StoredRoutes;
  readonly merged: MergedNotifications;
  /** What of it is not in force, in words. */
  readonly notes: readonly string[];
}

/** Why it is not known, and the remedy. */
export interface UnreadNotifications {
  readonly ok: false;
  readonly reason: string;
}

/**
 * Reads the channels and routes that admins made in the browser out of a data folder, also while a server runs on it. It
 * changes nothing; whoever may not read the people database learns why.
 * @param file what the configuration says
 */
export function readKeptNotifications(
  dataDirectory: string,
  file: NotificationSettings,
): KeptNotifications | UnreadNotifications {
  try {
    const { channels, routes } = readTables(dataDirectory);
    const merged = mergeNotifications(file, { channels: { list: () => channels }, routes: { get: () => routes } });
    return { ok: true, channels, routes, merged, notes: asideNotes(undefined, merged, file.routes.length) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

const NOTHING: Pick<KeptNotifications, 'channels' | 'routes'> = {
  channels: [],
  routes: { routes: [], version: 0, updatedAt: null, updatedBy: null },
};

function readTables(dataDirectory: string): Pick<KeptNotifications, 'channels' | 'routes'> {
  const kind = peopleKind(dataDirectory);
  refuseUnusable(kind, 'read');
  refuseLostOne(kind);
  // No server has run here yet.
  if (!existsSync(kind.file)) return NOTHING;
  const database = openDatabase(kind, 'read');
  try {
    // An earlier version made it, and no server of this one has opened it yet.
    if (!hasNotificationTables(database)) return NOTHING;
    const channels = new ChannelTable(database).list().map((channel) => ({ ...channel, secret: null }));
    return { channels, routes: new RouteListTable(database).get() };
  } finally {
    database.close();
  }
}
