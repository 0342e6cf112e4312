import type { Actor, Role } from '@tunnelwatch/shared/actor';
import type { PersonRole } from '@tunnelwatch/shared/people';
import type { IncomingHttpHeaders } from 'node:http';
import { type Given, type NewUser } from './accounts.js';
import type { People } from './people.js';
import type { Outcome } from './people-store.js';
import { type Principal } from './principal.js';
import type { Session } from './session-table.js';
import { type Origin, type SignedIn } from './sign-in.js';
import type { SingleSignOn } from './single-sign-on.js';
import type { Token } from './token-table.js';
import type { User } from './user-table.js';
/** All that can be asked about people over HTTP; every change takes effect on open connections at once. */
export interface PeopleDesk {
    /** Whom a request shows to be; undefined for nobody. */
    authenticate: (headers: IncomingHttpHeaders) => Principal | undefined;
    /** The same principal as of now, for connections that last; undefined when it is nobody any more. */
    renew: (principal: Principal) => Principal | undefined;
    /** True for the token of a wall. */
    isWallToken: (secret: string) => boolean;
    /** Null where there is none. */
    singleSignOn: SingleSignOn | null;
    signIn: (body: {
        name: string;
        password: string;
    }, origin: Origin) => Promise<Outcome<SignedIn>>;
    signInByProvider: (who: {
        name: string;
        role: PersonRole;
    }, origin: Origin) => Outcome<SignedIn>;
    changePassword: (body: {
        name: string;
        current: string;
        next: string;
        sessionId: number;
    }, by: Actor) => Promise<Outcome<null>>;
    sessions: () => Session[];
    endSession: (id: number, by: Actor) => Outcome<null>;
    users: () => User[];
    addUser: (user: NewUser, by: Actor) => Promise<Outcome<Given>>;
    resetPassword: (user: {
        name: string;
    }, by: Actor) => Promise<Outcome<Given>>;
    setRole: (user: {
        name: string;
        role: PersonRole;
    }, by: Actor) => Outcome<null>;
    removeUser: (name: string, by: Actor) => Outcome<null>;
    tokens: () => Token[];
    createToken: (token: {
        name: string;
        role: Role;
    }, by: Actor) => Outcome<{
        token: Token;
        secret: string;
    }>;
    revokeToken: (id: number, by: Actor) => Outcome<null>;
}
/** Joins what can be done with people. With `isOpen` nobody signs in, and everybody is taken for an admin. */
export declare function createPeopleDesk(people: People, { isOpen, singleSignOn }: {
    isOpen: boolean;
    singleSignOn: SingleSignOn | null;
}): PeopleDesk;
