import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { AlertMember } from '../../alert/folding.js';
import type { Batch, StoreState } from '../store.js';
/** Alerts, who is folded into them, maintenance windows and the audit trail, in the transaction of their batch. */
export declare class AlertTables {
    private readonly database;
    private readonly alert;
    private readonly member;
    private readonly window;
    private readonly removeWindow;
    private readonly audit;
    private readonly rules;
    constructor(database: DatabaseSyncInstance);
    load(): Pick<StoreState, 'alerts'> & Required<Pick<StoreState, 'members' | 'windows' | 'requests' | 'usual' | 'ruleSettings'>>;
    save({ alerts, members, windows, audit, usual, ruleSettings }: Omit<Batch, 'parts'>): void;
}
/** Subjects that were folded into an alert, those with most events first. */
export declare function listMembers(database: DatabaseSyncInstance, alertId: number, limit: number): AlertMember[];
