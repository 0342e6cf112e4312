import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** The catalogue: all messages, one of them. */
export declare function catalogueRoutes(context: ApiContext): Route[];
