import type { Actor } from '@tunnelwatch/shared/actor';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { type Outcome, type PeopleStore } from './people-store.js';
import { type SignInLimits } from './sign-in-limits.js';
/** A new person. Without a password of their own they get one that must be changed at the first sign-in. */
export interface NewUser {
    name: string;
    role: PersonRole;
    password?: string;
}
/** The one-time password, told once; null where a password was given. */
export interface Given {
    name: string;
    oneTimePassword: string | null;
}
/** Makes a person; refused when the name is taken. */
export declare function addUser(store: PeopleStore, { name, role, password }: NewUser, by: Actor): Promise<Outcome<Given>>;
/** Makes the first admin where nobody is known yet, and gives the one-time password; undefined where somebody is. */
export declare function addFirstAdmin(store: PeopleStore, by: Actor): Promise<string | undefined>;
/** Gives somebody another password and ends their sessions. */
export declare function resetPassword(store: PeopleStore, { name, password }: {
    name: string;
    password?: string;
}, by: Actor): Promise<Outcome<Given>>;
/** Lets somebody choose a password; all their other sessions end. */
export declare function changePassword(store: PeopleStore, limits: SignInLimits, { name, current, next, sessionId }: {
    name: string;
    current: string;
    next: string;
    sessionId: number;
}, by: Actor): Promise<Outcome<null>>;
/** Gives somebody another role; refused for the last admin. */
export declare function setRole(store: PeopleStore, { name, role }: {
    name: string;
    role: PersonRole;
}, by: Actor): Outcome<null>;
/** Removes somebody and ends their sessions; refused for the last admin. */
export declare function removeUser(store: PeopleStore, name: string, by: Actor): Outcome<null>;
