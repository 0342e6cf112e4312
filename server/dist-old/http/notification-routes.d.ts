import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** Telling others: the channels of the settings and how they stand, and a test of each. */
export declare function notificationRoutes({ notifications }: Pick<ApiContext, 'notifications'>): Route[];
