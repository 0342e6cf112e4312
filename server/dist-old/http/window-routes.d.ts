import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** Maintenance windows: alerts that are expected are suppressed by design, and listed. */
export declare function windowRoutes(context: ApiContext): Route[];
