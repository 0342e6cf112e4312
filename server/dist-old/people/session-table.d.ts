import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type PersonRole } from '@tunnelwatch/shared/people';
/** A session's last use is written at most this often. */
export declare const SEEN_STEP_MS = 60000;
/** Somebody's being signed in, in one browser. */
export interface Session {
    id: number;
    name: string;
    by: 'password' | 'singleSignOn';
    /** Of a person with a password here, the role of this moment; else the one that the provider gave. */
    role: PersonRole;
    mustChangePassword: boolean;
    createdAt: number;
    seenAt: number;
    /** When it ends at the latest. */
    expiresAt: number;
    address: string;
    browser: string;
}
export interface NewSession extends Omit<Session, 'id' | 'role' | 'mustChangePassword' | 'seenAt'> {
    hash: Uint8Array;
    /** Null for a person with a password here. */
    role: PersonRole | null;
}
/** Who is signed in. */
export declare class SessionTable {
    private readonly database;
    private readonly idleMs;
    constructor(database: DatabaseSyncInstance, idleMs: number);
    add({ hash, name, by, role, createdAt, expiresAt, address, browser }: NewSession): number;
    /** The session of a secret, if it is valid now. */
    findByHash(hash: Uint8Array, now: number): Session | undefined;
    find(id: number, now: number): Session | undefined;
    /** All that are valid now, the one that was used last first. */
    list(now: number): Session[];
    /** Notes that a session is in use. */
    touch(id: number, now: number): void;
    remove(id: number): void;
    /** Ends the password sessions of a person, all but one where that is named. */
    removeOf(name: string, except?: number): void;
    /** Forgets those that have ended by themselves. */
    removeEnded(now: number): void;
    private one;
}
