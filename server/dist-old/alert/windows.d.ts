import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindow, MaintenanceWindowBody, WindowResult } from '@tunnelwatch/shared/maintenance-window';
/** A window that was made or changed; null for one that was forgotten. */
export interface WindowChange {
    id: number;
    window: MaintenanceWindow | null;
}
/** The maintenance windows, and what changed of them. */
export declare class Windows {
    private readonly byId;
    private readonly changed;
    private audit;
    private lastId;
    constructor(stored: readonly MaintenanceWindow[]);
    /** The earliest first. */
    all(): MaintenanceWindow[];
    add(body: MaintenanceWindowBody, actor: Actor, now: number): WindowResult;
    end(id: number, actor: Actor, now: number): WindowResult;
    takeChanges(): WindowChange[];
    takeAudit(): AuditNote[];
    private set;
    private forgetOld;
}
