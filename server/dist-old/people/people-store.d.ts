import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { ErrorCode } from '@tunnelwatch/shared/error-code';
import { SessionTable } from './session-table.js';
import { TokenTable } from './token-table.js';
import { UserTable } from './user-table.js';
/** How long somebody stays signed in, milliseconds. */
export interface SessionLimits {
    /** Without any use. */
    idleMs: number;
    /** However much it is used. */
    maxMs: number;
}
/** The tables of people, and the clock that they are read by. */
export interface PeopleStore {
    database: DatabaseSyncInstance;
    users: UserTable;
    sessions: SessionTable;
    tokens: TokenTable;
    limits: SessionLimits;
    clock: () => number;
}
/** Why something that was asked for is not done, in words for the one who asked. */
export interface Refusal {
    ok: false;
    status: 400 | 401 | 403 | 404 | 409 | 429 | 503;
    code: ErrorCode;
    detail: string;
}
/** How something that was asked for ended. */
export type Outcome<Value> = {
    ok: true;
    value: Value;
} | Refusal;
/**
 * Opens the people of a data folder, beside others that have them open too.
 * @throws Error when the file cannot be opened.
 */
export declare function openPeople(dataDirectory: string, { limits, clock }?: {
    limits?: SessionLimits;
    clock?: () => number;
}): PeopleStore;
/**
 * Writes down what is to be entered in the audit trail, in the same transaction as the change itself. The server that
 * runs, or the next one that does, enters it; its request key sees to it that it is entered once.
 */
export declare function note({ database, clock }: PeopleStore, actor: Actor, action: string, about: {
    target: string;
    before?: AuditNote['before'];
    after?: AuditNote['after'];
}): void;
/** Notes that wait to be entered, the oldest first, a bounded number. */
export declare function waitingNotes({ database }: PeopleStore): {
    id: number;
    note: AuditNote;
}[];
/** Forgets notes up to a number: they have been entered. */
export declare function forgetNotes({ database }: PeopleStore, upTo: number): void;
