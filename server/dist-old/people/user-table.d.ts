import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type PersonRole } from '@tunnelwatch/shared/people';
/** A person who signs in with a password. */
export interface User {
    name: string;
    role: PersonRole;
    mustChangePassword: boolean;
    createdAt: number;
}
/** The people of this server. Names are told apart without regard to the case of ASCII letters. */
export declare class UserTable {
    private readonly database;
    constructor(database: DatabaseSyncInstance);
    /** All users by name. */
    list(): User[];
    find(name: string): (User & {
        passwordHash: string;
    }) | undefined;
    add({ name, role, mustChangePassword, createdAt }: User, passwordHash: string): void;
    setPassword(name: string, passwordHash: string, mustChangePassword: boolean): void;
    setRole(name: string, role: PersonRole): void;
    remove(name: string): void;
}
