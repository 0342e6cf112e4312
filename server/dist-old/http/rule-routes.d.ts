import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** Rules about rates: their settings, and how admins change them. */
export declare function ruleRoutes(context: ApiContext): Route[];
