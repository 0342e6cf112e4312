import type { Route } from './route.js';
export interface DescribedRoutes {
    /** Below /api/v1. */
    api: readonly Route[];
    /** At the root, and below the base path too. */
    health: readonly Route[];
}
/** The OpenAPI 3.1 document of the routes, made from what the routes themselves parse and answer. */
export declare function openApiDocument({ api, health }: DescribedRoutes, version: string, basePath: string): unknown;
