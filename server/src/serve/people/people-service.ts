import type { Actor } from '@tunnelwatch/shared/actor';
import { iso } from '@tunnelwatch/shared/iso-time';
import type { PersonRole } from '@tunnelwatch/shared/people';
import type { PersonalSettings } from '@tunnelwatch/shared/personal-settings';
import type { ReportSpan } from '@tunnelwatch/shared/report';
import type { ViewBody, ViewPage } from '@tunnelwatch/shared/saved-views';
import type { IncomingHttpHeaders } from 'node:http';
import { addUser, changePassword, type Given, type NewUser, removeUser, resetPassword, setRole } from './accounts.js';
import { type CookieNames, cookieNames } from './cookie-names.js';
import { credentialsOf } from './credentials.js';
import type { People } from './people.js';
import { note, type Outcome, type Refusal } from './people-store.js';
import { OPEN_PRINCIPAL, type Principal } from './principal.js';
import type { ProviderIdentity, ProviderUser } from './provider-user-table.js';
import { removeProviderUser } from './provider-users.js';
import type { Refused } from './refusal-audit.js';
import { hashSecret } from './secrets.js';
import type { Session } from './session-table.js';
import { endSession, type Origin, type SignedIn, signIn, signInByProvider, unknownAt } from './sign-in.js';
import { createSignInLimits, type SignInLimits } from './sign-in-limits.js';
import type { SingleSignOn } from './single-sign-on.js';
import {
  addView,
  changeView,
  listViews,
  removeView,
  setViewDefault,
  type ViewAsker,
  type ViewDefaultWish,
  type ViewListing,
} from './saved-views.js';
import {
  addNote,
  listNotes,
  type NoteAsker,
  notesOf,
  readNote,
  type ShiftNotes,
  type ShownNote,
} from './hand-over-notes.js';
import type { StoredView } from './view-table.js';
import { seeAlerts, setSettings } from './personal-settings.js';
import { createToken, type NewToken, revokeToken } from './token-keeping.js';
import { hasExpired, type Token } from './token-table.js';
import { addWall, addWallLink, changeWall, removeWall, settingsOf } from './walls.js';
import type { StoredWall } from './wall-table.js';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import type { User } from './user-table.js';

/** A request, as far as it says who sends it. */
export interface Asking {
  headers: IncomingHttpHeaders;
  /** Whether it came over HTTPS. */
  isSecure: boolean;
}

/** All operations on people over HTTP; every change takes effect on open connections at once. */
export interface PeopleService {
  /** The principal of a request; undefined if not signed in. */
  authenticate: (asking: Asking) => Principal | undefined;
  /** Why the token of a request is not valid, which also enters the audit trail; undefined where there is no token. */
  refuseToken: (asking: Asking, address: string) => Refusal | undefined;
  /** Enters a refusal in the audit trail; repeated ones are counted. */
  refuse: (refused: Refused) => void;
  /** The same principal as of now, for lasting connections; undefined when it is no longer valid. */
  renew: (principal: Principal) => Principal | undefined;
  /** The principal of a session that has just begun. */
  ofSession: (secret: string) => Principal | undefined;
  /** The principal of the token of a wall. */
  ofWallToken: (secret: string, address: string) => Outcome<Principal>;
  /** The names of cookies in a request. */
  cookieNames: (asking: Pick<Asking, 'isSecure'>) => CookieNames;
  /** Null where there is none. */
  singleSignOn: SingleSignOn | null;
  signIn: (body: { name: string; password: string }, origin: Origin) => Promise<Outcome<SignedIn & { device: string }>>;
  /** Ends a single sign-on, with the query and the ticket that the browser brings; `to` is the page that they wanted. */
  finishSignOn: (
    answer: { query: string; ticket: string },
    origin: Omit<Origin, 'replaces'>,
  ) => Promise<Outcome<SignedIn & { to: string }>>;
  changePassword: (
    body: { name: string; current: string; next: string; sessionId: number },
    by: Actor,
  ) => Promise<Outcome<null>>;
  sessions: () => Session[];
  endSession: (id: number, by: Actor) => Outcome<null>;
  /** Ends one's own session; returns where the browser has to go to sign out at the provider too, null for nowhere. */
  signOut: (id: number, by: Actor) => Promise<Outcome<string | null>>;
  users: () => User[];
  addUser: (user: NewUser, by: Actor) => Promise<Outcome<Given>>;
  resetPassword: (user: { name: string }, by: Actor) => Promise<Outcome<Given>>;
  setRole: (user: { name: string; role: PersonRole }, by: Actor) => Outcome<null>;
  removeUser: (name: string, by: Actor) => Outcome<null>;
  /** One's own settings; null where none are kept for the principal. */
  settings: (principal: Principal) => PersonalSettings | null;
  setSettings: (principal: Principal, settings: PersonalSettings) => Outcome<PersonalSettings>;
  /** Keeps how far somebody has seen the alerts, ISO 8601. */
  seeAlerts: (principal: Principal, at: string) => Outcome<PersonalSettings>;
  views: (page: ViewPage, principal: Principal) => ViewListing;
  addView: (page: ViewPage, body: ViewBody, asker: ViewAsker) => Outcome<StoredView>;
  changeView: (id: number, body: ViewBody, asker: ViewAsker) => Outcome<StoredView>;
  removeView: (id: number, asker: ViewAsker) => Outcome<null>;
  setViewDefault: (wish: ViewDefaultWish, asker: ViewAsker) => Outcome<null>;
  /** Notes of earlier shifts that matter to a period, and those written within it; bounded. */
  notesOf: (span: ReportSpan, principal: Principal) => ShiftNotes;
  /** The newest notes first. */
  notes: (query: { limit: number; below?: number | undefined }, principal: Principal) => ShownNote[];
  addNote: (text: string, asker: NoteAsker) => Outcome<ShownNote>;
  readNote: (id: number, asker: NoteAsker) => Outcome<ShownNote>;
  /** Enters in the audit trail that a hand-over was sent. */
  noteMailed: (channel: string, span: ReportSpan, by: Actor) => void;
  /** The walls that admins made, by name. */
  walls: () => StoredWall[];
  /** A wall, from memory; undefined if there is none of that number. */
  wallOf: (id: number) => WallSettings | undefined;
  addWall: (settings: WallSettings, by: Actor) => Outcome<StoredWall>;
  changeWall: (id: number, settings: WallSettings, by: Actor) => Outcome<StoredWall>;
  removeWall: (id: number, by: Actor) => Outcome<null>;
  addWallLink: (
    wall: number,
    link: Pick<NewToken, 'name' | 'expiresAt'>,
    by: Actor,
  ) => Outcome<{ token: Token; secret: string }>;
  tokens: () => Token[];
  providerUsers: () => ProviderUser[];
  removeProviderUser: (id: number, by: Actor) => Outcome<null>;
  createToken: (token: NewToken, by: Actor) => Outcome<{ token: Token; secret: string }>;
  revokeToken: (id: number, by: Actor) => Outcome<null>;
}

export interface PeopleServiceOptions {
  isOpen: boolean;
  singleSignOn: SingleSignOn | null;
  basePath: string;
  /** Settles once the other nodes of a cluster know what was changed here, or after a moment. */
  settle?: () => Promise<void>;
  /** Limits of wrong passwords; those of a server that is the only one by default. */
  limits?: SignInLimits;
}

/** Combines the operations on people. With `isOpen` sign-in is disabled, and everybody counts as an admin. */
export function createPeopleService(
  people: People,
  {
    isOpen,
    singleSignOn,
    basePath,
    settle = () => Promise.resolve(),
    limits = createSignInLimits(),
  }: PeopleServiceOptions,
): PeopleService {
  const { store } = people;
  const refuse = (refused: Refused): void => {
    people.refuse(refused);
  };
  const parts = { limits, refuse };
  const namesIn = ({ isSecure }: Pick<Asking, 'isSecure'>) => cookieNames({ isSecure, basePath });
  const then = <Value>(value: Value): Value => {
    people.changed();
    return value;
  };
  /** Every second each shown wall is looked up. Only this process changes them, and other nodes. */
  const walls = new Map(store.walls.list().map((wall) => [wall.id, settingsOf(wall)]));
  const readWalls = (): void => {
    walls.clear();
    for (const wall of store.walls.list()) walls.set(wall.id, settingsOf(wall));
  };
  people.onForeignChange(readWalls);
  const thenWalls = <Value>(value: Value): Value => {
    readWalls();
    return then(value);
  };
  /** The browser's next request may go to another node. */
  const thenSettled = async <Value>(value: Value): Promise<Value> => {
    then(value);
    await settle();
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
    authenticate: (asking) => (isOpen ? OPEN_PRINCIPAL : people.authenticate(asking.headers, namesIn(asking))),
    refuseToken: (asking, address) => {
      const { token, wall } = credentialsOf(asking.headers, namesIn(asking));
      const secret = token ?? wall;
      return secret === undefined ? undefined : refuseToken(people, secret, address);
    },
    refuse,
    cookieNames: namesIn,
    ofSession: (secret) => people.bySession(secret),
    ofWallToken: (secret, address) => {
      const principal = people.byWallToken(secret);
      return principal === undefined ? refuseToken(people, secret, address) : { ok: true, value: principal };
    },
    renew: (principal) => (isOpen ? principal : people.renew(principal)),
    singleSignOn,
    signIn: (body, origin) => signIn(store, parts, body, origin).then(thenSettled),
    finishSignOn: (answer, origin) => finishSignOn(people, singleSignOn, answer, origin).then(thenSettled),
    changePassword: (body, by) => later(() => changePassword(store, parts, body, by)),
    sessions: () => store.sessions.list(store.clock()),
    endSession: (id, by) => then(endSession(store, id, by)),
    signOut: async (id, by) => {
      const idToken = store.sessions.idTokenOf(id);
      const ended = then(endSession(store, id, by));
      if (!ended.ok) return ended;
      return { ok: true, value: idToken === undefined ? null : ((await singleSignOn?.endUrl(idToken)) ?? null) };
    },
    users: () => store.users.list(),
    addUser: (user, by) => later(() => addUser(store, user, by)),
    resetPassword: (user, by) => later(() => resetPassword(store, user, by)),
    setRole: (user, by) => refusal() ?? then(setRole(store, user, by)),
    removeUser: (name, by) => then(removeUser(store, name, by)),
    providerUsers: () => store.providerUsers.list(),
    removeProviderUser: (id, by) => then(removeProviderUser(store, id, by)),
    settings: ({ person }) => (person === null ? null : store.settings.of(person)),
    setSettings: (principal, settings) => refusal() ?? setSettings(store, principal, settings),
    seeAlerts: (principal, at) => refusal() ?? seeAlerts(store, principal, at),
    views: (page, principal) => listViews(store, page, principal),
    addView: (page, body, asker) => refusal() ?? then(addView(store, page, body, asker)),
    changeView: (id, body, asker) => refusal() ?? then(changeView(store, id, body, asker)),
    removeView: (id, asker) => refusal() ?? then(removeView(store, id, asker)),
    setViewDefault: (wish, asker) => refusal() ?? then(setViewDefault(store, wish, asker)),
    notesOf: (span, principal) => notesOf(store, span, principal),
    notes: (query, principal) => listNotes(store, query, principal),
    addNote: (text, asker) => refusal() ?? then(addNote(store, text, asker)),
    readNote: (id, asker) => refusal() ?? then(readNote(store, id, asker)),
    noteMailed: (channel, { from, to }, by) => {
      note(store, by, 'handOverMailed', { target: `hand-over to ${channel}`, after: { from: iso(from), to: iso(to) } });
      people.changed();
    },
    walls: () => store.walls.list(),
    wallOf: (id) => walls.get(id),
    addWall: (settings, by) => refusal() ?? thenWalls(addWall(store, settings, by)),
    changeWall: (id, settings, by) => refusal() ?? thenWalls(changeWall(store, id, settings, by)),
    removeWall: (id, by) => refusal() ?? thenWalls(removeWall(store, id, by)),
    addWallLink: (wall, link, by) => refusal() ?? then(addWallLink(store, wall, link, by)),
    tokens: () => store.tokens.list(),
    createToken: (token, by) => refusal() ?? then(createToken(store, token, by)),
    revokeToken: (id, by) => then(revokeToken(store, id, by)),
  };
}

/** Says why a token is not valid, to somebody who has it. */
function refuseToken(people: People, secret: string, address: string): Refusal {
  const { store } = people;
  const token = store.tokens.findByHash(hashSecret(secret));
  const [target, reason, detail] = refusalOfToken(token, store.clock());
  people.refuse({ action: 'tokenRefused', actor: unknownAt(address), target, after: { reason } });
  return { ok: false, status: 401, code: 'unauthenticated', detail };
}

function refusalOfToken(token: Token | undefined, now: number): [target: string, reason: string, detail: string] {
  if (token === undefined) {
    return ['unknown token', 'unknown', 'this token is not valid: it was revoked, or never existed'];
  }
  const { name, role, expiresAt } = token;
  const target = `token ${name}`;
  if (expiresAt === null || !hasExpired(token, now)) {
    return [target, 'role', `only tokens of the role wall open a wall; ${name} has ${role}`];
  }
  return [target, 'expired', `the token ${name} expired at ${iso(expiresAt)}: an admin can create another one`];
}

async function finishSignOn(
  people: People,
  singleSignOn: SingleSignOn | null,
  { query, ticket }: { query: string; ticket: string },
  origin: Omit<Origin, 'replaces'>,
): Promise<Outcome<SignedIn & { to: string }>> {
  if (singleSignOn === null) throw new Error('single sign-on is not configured');
  const refuse = (refusal: Refusal, identity?: ProviderIdentity): Refusal => {
    const { detail: comment, reason = null } = refusal;
    const about = { target: 'single sign-on', comment, after: { reason, ...identity } };
    people.refuse({ action: 'signInFailed', actor: unknownAt(origin.address), ...about });
    return refusal;
  };
  const person = await singleSignOn.finish(query, ticket);
  if (!person.ok) return refuse(person);
  const { to, replaces, identity } = person.value;
  const signedIn = signInByProvider(people.store, person.value, { ...origin, replaces });
  return signedIn.ok ? { ok: true, value: { ...signedIn.value, to } } : refuse(signedIn, identity);
}
