import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { StoredRule } from '../../alert/rule-settings.js';
import type { UsualRate } from '../../alert/usual-rates.js';
import type { Batch } from '../store.js';
/** What rules about rates keep beside alerts: what is usual, and what admins have set. */
export declare class RuleTables {
    private readonly database;
    private readonly usual;
    private readonly rule;
    constructor(database: DatabaseSyncInstance);
    loadUsual(): UsualRate[];
    loadRules(): StoredRule[];
    save({ usual, ruleSettings }: Pick<Batch, 'usual' | 'ruleSettings'>): void;
}
