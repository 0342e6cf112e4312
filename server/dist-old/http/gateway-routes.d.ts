import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** One gateway, with what its tunnels share. */
export declare function gatewayRoutes(context: ApiContext): Route[];
