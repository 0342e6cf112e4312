import type { Request, RequestHandler } from 'express';
import type { PeopleDesk } from '../people/people-desk.js';
import type { Principal } from '../people/principal.js';
import type { Route } from './route.js';
/** Who sent a request that has passed the guard; undefined for nobody. */
export declare function principalOf(request: Request): Principal | undefined;
/** As `principalOf`, where the route lets nobody else in. */
export declare function knownPrincipal(request: Request): Principal;
/**
 * Stands before every route: finds out who asks, lets through who may, and no more of them than is bearable.
 * One guard serves all routes, so that the count of requests is one.
 */
export declare function createGuard(desk: Pick<PeopleDesk, 'authenticate'>): (route: Route) => RequestHandler;
