import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** Tunnels: list and one. */
export declare function tunnelRoutes(context: ApiContext, clock: () => number): Route[];
