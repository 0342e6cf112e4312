import type { PeopleDesk } from '../people/people-desk.js';
import { type Route } from './route.js';
/** The people who sign in with a password here; for admins. */
export declare function userRoutes(desk: PeopleDesk): Route[];
