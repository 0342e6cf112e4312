import type { ApiContext } from './api-context.js';
import type { Route } from './route.js';
/** Evidence packs: what the vendor's ticket needs, as one ZIP. */
export declare function evidenceRoutes(context: ApiContext, clock: () => number): Route[];
