import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertListQuery } from '@tunnelwatch/shared/api';
import type { AlertPage } from '../queries.js';
/** Alerts that a query leaves, the newest first; the cursor is the number of the last one of the page before. */
export declare function listAlerts(database: DatabaseSyncInstance, query: AlertListQuery): AlertPage;
/** Alerts that were opened since a time, and those that are not over. Numbers rise with the time of opening. */
export declare function alertsSince(database: DatabaseSyncInstance, from: number): Alert[];
