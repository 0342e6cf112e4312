import type { ApiContext } from './api-context.js';
import type { Route } from './route.js';
/** What a supervisor asks: whether the process lives, and whether it can do its work. */
export declare function healthRoutes(context: ApiContext): Route[];
