import type { ApiContext } from './api-context.js';
import type { Route } from './route.js';
/** What the drops of a tunnel are consistent with. */
export declare function diagnosisRoutes(context: ApiContext): Route[];
