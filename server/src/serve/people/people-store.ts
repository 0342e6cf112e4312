import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Actor } from '@tunnelwatch/shared/actor';
import { actorSchema } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { ErrorCode } from '@tunnelwatch/shared/error-code';
import type { SignOnRefusal } from '@tunnelwatch/shared/people';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openPeopleDatabase, peopleFile } from './people-database.js';
import { NoteTable } from './note-table.js';
import { ChannelTable } from './channel-table.js';
import { KnownPlaces } from './known-places.js';
import { PersonalSettingsTable } from './personal-settings-table.js';
import { ProviderUserTable } from './provider-user-table.js';
import { RouteListTable } from './route-list-table.js';
import { SessionTable } from './session-table.js';
import { ViewTable } from './view-table.js';
import { TokenTable } from './token-table.js';
import { UserTable } from './user-table.js';
import { WallTable } from './wall-table.js';

/** How long a session lasts, milliseconds. */
export interface SessionLimits {
  /** Without any use. */
  idleMs: number;
  /** However much it is used. */
  maxMs: number;
}

/** The tables of people, and the clock that they are read by. */
export interface PeopleStore {
  database: DatabaseSyncInstance;
  file: string;
  users: UserTable;
  providerUsers: ProviderUserTable;
  places: KnownPlaces;
  sessions: SessionTable;
  tokens: TokenTable;
  settings: PersonalSettingsTable;
  views: ViewTable;
  notes: NoteTable;
  walls: WallTable;
  channels: ChannelTable;
  routes: RouteListTable;
  limits: SessionLimits;
  clock: () => number;
}

/** Why a request is refused, in words for the requester. */
export interface Refusal {
  ok: false;
  status: 400 | 401 | 403 | 404 | 409 | 429 | 503;
  code: ErrorCode;
  detail: string;
  /** The current object, when the request lost a race. */
  current?: unknown;
  /** Of a sign-in by single sign-on: what the sign-in page explains. */
  reason?: SignOnRefusal;
}

/** The result of a request. */
export type Outcome<Value> = { ok: true; value: Value } | Refusal;

/** Nobody signs in at the command line, so these matter only to a server. */
const NO_LIMITS: SessionLimits = { idleMs: Number.MAX_SAFE_INTEGER, maxMs: Number.MAX_SAFE_INTEGER };

/**
 * Opens the people database, also while other processes have it open.
 * @throws Error when the file cannot be opened.
 */
export function openPeople(
  dataDirectory: string,
  { limits = NO_LIMITS, clock = Date.now }: { limits?: SessionLimits; clock?: () => number } = {},
): PeopleStore {
  const database = openPeopleDatabase(dataDirectory);
  return {
    database,
    file: peopleFile(dataDirectory),
    limits,
    clock,
    users: new UserTable(database),
    providerUsers: new ProviderUserTable(database),
    places: new KnownPlaces(database),
    sessions: new SessionTable(database, limits.idleMs),
    tokens: new TokenTable(database),
    settings: new PersonalSettingsTable(database),
    views: new ViewTable(database),
    notes: new NoteTable(database),
    walls: new WallTable(database),
    channels: new ChannelTable(database),
    routes: new RouteListTable(database),
  };
}

/**
 * Records a note for the audit trail, in the same transaction as the change itself. The running server, or the next
 * one to start, enters it; its request key makes sure that it is entered only once.
 */
export function note(
  { database, clock }: PeopleStore,
  actor: Actor,
  action: string,
  about: { target: string; comment?: string; before?: AuditNote['before']; after?: AuditNote['after'] },
): void {
  const { target, comment = '', before = null, after = null } = about;
  const requestKey = randomUUID();
  const entry: AuditNote = { at: clock(), actor, action, target, comment, before, after, requestKey };
  database.prepare('INSERT INTO waiting_note (note) VALUES (?)').run(JSON.stringify(entry));
}

const noteSchema = z.object({
  at: z.number(),
  actor: actorSchema,
  action: z.string(),
  target: z.string(),
  comment: z.string(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestKey: z.string().nullable(),
});

/** Notes that are not entered yet, the oldest first, a bounded number. */
export function waitingNotes({ database }: PeopleStore): { id: number; note: AuditNote }[] {
  const rows: unknown[] = database.prepare('SELECT id, note FROM waiting_note ORDER BY id LIMIT 200').all();
  return rows.map((row) => {
    const { id, note: text } = z.object({ id: z.number(), note: z.string() }).parse(row);
    return { id, note: noteSchema.parse(JSON.parse(text)) };
  });
}

/** Removes notes up to a number: they have been entered. */
export function forgetNotes({ database }: PeopleStore, upTo: number): void {
  database.prepare('DELETE FROM waiting_note WHERE id <= ?').run(upTo);
}
