import type { Actor } from '@tunnelwatch/shared/actor';
import { type AlertRuleName, type AlertRules, type RuleBody, type RuleEntry, type RuleResult } from '@tunnelwatch/shared/alert-rules';
import type { AuditNote } from '@tunnelwatch/shared/audit';
/** What an admin has set of one rule. */
export interface StoredRule {
    rule: string;
    version: number;
    /** Null where the configuration is to be followed again. */
    settings: unknown;
    /** When (epoch ms) and by whom; null where the store does not know. */
    at: number | null;
    by: string | null;
}
/** The settings of the rules about rates: those of the configuration, and over them what an admin has set. */
export declare class RuleSettings {
    private readonly configured;
    private rules;
    private readonly standings;
    private changed;
    private audit;
    /** What was stored by another version and fits no more counts as not set; it stays in the audit trail. */
    constructor(configured: AlertRules, stored: readonly StoredRule[]);
    /** All of them as they are in force. */
    get current(): AlertRules;
    entries(): RuleEntry[];
    /** Sets one rule, or lets it follow the configuration again, if nobody has since its author looked at it. */
    set(name: AlertRuleName, { version, settings }: RuleBody, actor: Actor, at: number): RuleResult;
    takeChanges(): StoredRule[];
    takeAudit(): AuditNote[];
    private standing;
    private entry;
}
