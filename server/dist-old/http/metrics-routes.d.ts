import type { Access } from '@tunnelwatch/shared/access';
import { type MetricsContext } from './metrics.js';
import type { Route } from './route.js';
/** Figures for Prometheus, for those who have at least the role `access`. */
export declare function metricsRoutes(context: MetricsContext, access: Access): Route[];
