import type { Actor, Role } from '@tunnelwatch/shared/actor';
import { type Outcome, type PeopleStore } from './people-store.js';
import type { Token } from './token-table.js';
/** Makes a token; the secret is in this answer and nowhere else. Refused when the name is taken. */
export declare function createToken(store: PeopleStore, { name, role }: {
    name: string;
    role: Role;
}, by: Actor): Outcome<{
    token: Token;
    secret: string;
}>;
/** Makes a token worthless, for what is connected with it too. It is named by its number or its name. */
export declare function revokeToken(store: PeopleStore, which: number | string, by: Actor): Outcome<null>;
