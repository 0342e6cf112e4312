import type { PeopleDesk } from '../people/people-desk.js';
import { type Route } from './route.js';
import type { SessionCookies } from './session-cookie.js';
/** Signing in and out, and who is signed in. */
export declare function sessionRoutes(desk: PeopleDesk, cookies: SessionCookies): Route[];
