import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { IncomingHttpHeaders } from 'node:http';
import { type PeopleStore } from './people-store.js';
import type { Principal } from './principal.js';
export interface PeopleOptions {
    store: PeopleStore;
    /** Enters notes in the audit trail; settles when they are durable, and throws where they have to wait. */
    enter: (notes: readonly AuditNote[]) => Promise<void>;
    onError: (error: unknown) => void;
}
/** Knows who asks, and notices when somebody may no longer do what they might. */
export declare class People {
    private readonly options;
    private readonly timer;
    private version;
    private listener;
    private nextEnd;
    private isEntering;
    private isClosed;
    private lastKeptAlive;
    constructor(options: PeopleOptions);
    get store(): PeopleStore;
    /** Whom a request shows to be; undefined for nobody. */
    authenticate(headers: IncomingHttpHeaders): Principal | undefined;
    /** Whom a token belongs to; undefined where there is no such token. */
    byToken(secret: string): Principal | undefined;
    /** As `byToken`, for tokens of walls only: a browser must not keep any other. */
    byWallToken(secret: string): Principal | undefined;
    /** The same principal as it is now, kept alive; undefined when it is nobody any more. For connections that last. */
    renew({ kind, id }: Principal): Principal | undefined;
    /** Names the one who is told that somebody may have changed, and once a minute so that connections keep alive. */
    onChange(listener: () => void): void;
    /** Something was changed here: connections are looked at at once, and the audit trail gets its notes. */
    changed(): void;
    close(): void;
    private bySession;
    private touch;
    /** A full disk must not lock out those who could make room. */
    private noteUse;
    private ofSession;
    private look;
    private keepAlive;
    private enterNotes;
}
