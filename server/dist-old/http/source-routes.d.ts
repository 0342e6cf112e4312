import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** The sources: list, export, one. */
export declare function sourceRoutes(context: ApiContext): Route[];
