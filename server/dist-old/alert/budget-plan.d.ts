import { type AlertRuleName, type AlertRules } from '@tunnelwatch/shared/alert-rules';
/** What a rule has to know to tell what it would have raised. */
export interface BudgetPlan {
    /** Numbers of the measures that it is judged by. */
    measures: number[];
    /** Whether its conditions are those of single subjects, or of all subjects of a gateway together. */
    scope: 'subject' | 'gateway';
    /** A subject with fewer events than this in any two hours that follow each other raises nothing. */
    reach: number;
    /** An hour that has fewer, together with those beside it, can neither raise a condition nor keep it up. */
    least: number;
    /** Whether hours below that matter as well, since they are learned from. */
    needsAllHours: boolean;
    /** How far before the seven days it has to begin, milliseconds. */
    leadMs: number;
    /** The rules as they are replayed: those that have no part in it are off. */
    rules: AlertRules;
}
/** How the alarm budget of a rule is worked out [ALM-39]. */
export declare function budgetPlan(rules: AlertRules, name: AlertRuleName): BudgetPlan;
