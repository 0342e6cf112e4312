import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type RouteFields, routeFieldsSchema } from '@tunnelwatch/shared/notification-settings';
import { z } from 'zod';

const rowSchema = z.object({
  routes: z.string(),
  version: z.number(),
  updated_ms: z.number(),
  updated_by: z.string(),
});

/** The routes that admins made in the browser, in their order; version 0 as long as nobody has. */
export interface StoredRoutes {
  routes: readonly RouteFields[];
  version: number;
  updatedAt: number | null;
  updatedBy: string | null;
}

/** The one list of routes: their order matters, so it is changed as a whole. */
export class RouteListTable {
  constructor(private readonly database: DatabaseSyncInstance) {}

  get(): StoredRoutes {
    const row: unknown = this.database.prepare('SELECT * FROM route_list').get();
    if (row === undefined) return { routes: [], version: 0, updatedAt: null, updatedBy: null };
    const { routes, version, updated_ms, updated_by } = rowSchema.parse(row);
    return {
      routes: z.array(routeFieldsSchema).parse(JSON.parse(routes)),
      version,
      updatedAt: updated_ms,
      updatedBy: updated_by,
    };
  }

  set({ routes, version, updatedAt, updatedBy }: StoredRoutes & { updatedAt: number; updatedBy: string }): void {
    this.database
      .prepare(
        `INSERT INTO route_list (id, routes, version, updated_ms, updated_by) VALUES (1, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET routes = excluded.routes, version = excluded.version,
           updated_ms = excluded.updated_ms, updated_by = excluded.updated_by`,
      )
      .run(JSON.stringify(routes), version, updatedAt, updatedBy);
  }
}
