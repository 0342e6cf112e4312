import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** What stands behind an alert: its history, and who was folded into it. */
export declare function alertDetailRoutes(context: ApiContext): Route[];
