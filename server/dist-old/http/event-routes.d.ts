import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** Events: list, exact count, export. */
export declare function eventRoutes(context: ApiContext): Route[];
