import type { PeopleDesk } from '../people/people-desk.js';
import type { Route } from './route.js';
import type { SessionCookies } from './session-cookie.js';
/** Signing in by a provider; there are none where no provider is set. */
export declare function singleSignOnRoutes(desk: PeopleDesk, cookies: SessionCookies, basePath: string): Route[];
