import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type Role } from '@tunnelwatch/shared/actor';
/** A secret that a program or a wall shows instead of signing in. It has no end but being revoked. */
export interface Token {
    id: number;
    name: string;
    role: Role;
    createdAt: number;
    createdBy: string;
    /** To a minute; null when it was never used. */
    usedAt: number | null;
}
/** The tokens; only hashes of them are kept. */
export declare class TokenTable {
    private readonly database;
    constructor(database: DatabaseSyncInstance);
    list(): Token[];
    find(id: number): Token | undefined;
    findByName(name: string): Token | undefined;
    findByHash(hash: Uint8Array): Token | undefined;
    add({ name, role, createdAt, createdBy }: Omit<Token, 'id' | 'usedAt'>, hash: Uint8Array): number;
    touch(id: number, now: number): void;
    remove(id: number): void;
    private one;
}
