import type { Actor } from '@tunnelwatch/shared/actor';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { type Outcome, type PeopleStore } from './people-store.js';
import { type SignInLimits } from './sign-in-limits.js';
/** From where somebody signs in. */
export interface Origin {
    address: string;
    /** What the browser calls itself. */
    browser: string;
}
/** A session that has begun; the secret is for the cookie and is not kept here. */
export interface SignedIn {
    id: number;
    secret: string;
    expiresAt: number;
}
/** Signs somebody in by a password. Refused alike for a wrong name and a wrong password. */
export declare function signIn(store: PeopleStore, limits: SignInLimits, { name, password }: {
    name: string;
    password: string;
}, origin: Origin): Promise<Outcome<SignedIn>>;
/** Signs somebody in whom the provider of single sign-on vouches for. A name of somebody with a password here is refused. */
export declare function signInByProvider(store: PeopleStore, { name, role }: {
    name: string;
    role: PersonRole;
}, origin: Origin): Outcome<SignedIn>;
/** Ends a session: its owner signs out, or an admin throws somebody out. */
export declare function endSession(store: PeopleStore, id: number, by: Actor): Outcome<null>;
