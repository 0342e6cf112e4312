import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** What people do with alerts: each action on one, and any on all that a filter leaves. */
export declare function alertActionRoutes(context: ApiContext): Route[];
