import type { PeopleDesk } from '../people/people-desk.js';
import { type Route } from './route.js';
/** Tokens of programs and walls; for admins. */
export declare function tokenRoutes(desk: PeopleDesk): Route[];
