import type { Actor, Role } from '@tunnelwatch/shared/actor';
import type { PersonRole } from '@tunnelwatch/shared/people';
import type { IncomingHttpHeaders } from 'node:http';
import { addUser, changePassword, type Given, type NewUser, removeUser, resetPassword, setRole } from './accounts.js';
import type { People } from './people.js';
import type { Outcome, Refusal } from './people-store.js';
import { OPEN_PRINCIPAL, type Principal } from './principal.js';
import type { Session } from './session-table.js';
import { endSession, type Origin, type SignedIn, signIn, signInByProvider } from './sign-in.js';
import { createSignInLimits } from './sign-in-limits.js';
import type { SingleSignOn } from './single-sign-on.js';
import { createToken, revokeToken } from './token-keeping.js';
import type { Token } from './token-table.js';
import type { User } from './user-table.js';

/** All operations on people over HTTP; every change takes effect on open connections at once. */
export interface PeopleService {
  /** The principal of a request; undefined if not signed in. */
  authenticate: (headers: IncomingHttpHeaders) => Principal | undefined;
  /** The same principal as of now, for lasting connections; undefined when it is no longer valid. */
  renew: (principal: Principal) => Principal | undefined;
  /** True for the token of a wall. */
  isWallToken: (secret: string) => boolean;
  /** Null where there is none. */
  singleSignOn: SingleSignOn | null;
  signIn: (body: { name: string; password: string }, origin: Origin) => Promise<Outcome<SignedIn>>;
  signInByProvider: (who: { name: string; role: PersonRole }, origin: Origin) => Outcome<SignedIn>;
  changePassword: (
    body: { name: string; current: string; next: string; sessionId: number },
    by: Actor,
  ) => Promise<Outcome<null>>;
  sessions: () => Session[];
  endSession: (id: number, by: Actor) => Outcome<null>;
  users: () => User[];
  addUser: (user: NewUser, by: Actor) => Promise<Outcome<Given>>;
  resetPassword: (user: { name: string }, by: Actor) => Promise<Outcome<Given>>;
  setRole: (user: { name: string; role: PersonRole }, by: Actor) => Outcome<null>;
  removeUser: (name: string, by: Actor) => Outcome<null>;
  tokens: () => Token[];
  createToken: (token: { name: string; role: Role }, by: Actor) => Outcome<{ token: Token; secret: string }>;
  revokeToken: (id: number, by: Actor) => Outcome<null>;
}

/** Combines the operations on people. With `isOpen` sign-in is disabled, and everybody counts as an admin. */
export function createPeopleService(
  people: People,
  { isOpen, singleSignOn }: { isOpen: boolean; singleSignOn: SingleSignOn | null },
): PeopleService {
  const { store } = people;
  const limits = createSignInLimits();
  const then = <Value>(value: Value): Value => {
    people.changed();
    return value;
  };
  /** Changes that would be lost with the process are refused; revoking rights is always allowed. */
  const refusal = (): Refusal | undefined => {
    const detail = people.whyUnchangeable;
    return detail === null ? undefined : { ok: false, status: 503, code: 'store-unavailable', detail };
  };
  const later = <Value>(change: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    const refused = refusal();
    return refused === undefined ? change().then(then) : Promise.resolve(refused);
  };
  return {
    authenticate: (headers) => (isOpen ? OPEN_PRINCIPAL : people.authenticate(headers)),
    renew: (principal) => (isOpen ? principal : people.renew(principal)),
    isWallToken: (secret) => people.byWallToken(secret) !== undefined,
    singleSignOn,
    signIn: (body, origin) => signIn(store, limits, body, origin).then(then),
    signInByProvider: (who, origin) => then(signInByProvider(store, who, origin)),
    changePassword: (body, by) => later(() => changePassword(store, limits, body, by)),
    sessions: () => store.sessions.list(store.clock()),
    endSession: (id, by) => then(endSession(store, id, by)),
    users: () => store.users.list(),
    addUser: (user, by) => later(() => addUser(store, user, by)),
    resetPassword: (user, by) => later(() => resetPassword(store, user, by)),
    setRole: (user, by) => refusal() ?? then(setRole(store, user, by)),
    removeUser: (name, by) => then(removeUser(store, name, by)),
    tokens: () => store.tokens.list(),
    createToken: (token, by) => refusal() ?? then(createToken(store, token, by)),
    revokeToken: (id, by) => then(revokeToken(store, id, by)),
  };
}
