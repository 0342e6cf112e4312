import type { Alert } from '@tunnelwatch/shared/alert';
import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** Alerts: the list, one of them, and the figures of all. */
export declare function alertRoutes(context: ApiContext, clock: () => number): Route[];
/** An alert, at hand or stored. @throws HttpProblem when there is none of that number */
export declare function findAlert(context: Pick<ApiContext, 'alert' | 'reader'>, id: number): Promise<Alert>;
