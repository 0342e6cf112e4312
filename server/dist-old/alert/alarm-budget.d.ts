import type { AlertRuleName } from '@tunnelwatch/shared/alert-rules';
import { type Subject } from '@tunnelwatch/shared/subject';
import type { KindRecord } from '../aggregate/records.js';
import type { BudgetPlan } from './budget-plan.js';
import { type RuleEpisode } from './episode-book.js';
/** Numbers of one count: subject, minute (since the epoch), kind, count. */
export declare const COUNT_FIELDS = 4;
/** What a rule would have raised. */
export interface WouldHaveRaised {
    /** By subject: how often, and for how many minutes. */
    bySubject: {
        subject: Subject;
        alarms: number;
        raisedMinutes: number;
    }[];
    /** Alarms by day (since the epoch, UTC). */
    byDay: Map<number, number>;
    /** Minutes in which at least one was there. */
    raisedMinutes: number;
}
/** What names the numbers in counts. */
export interface BudgetNames {
    subjectOf: (id: number) => Subject | undefined;
    kindOf: (id: number) => KindRecord | undefined;
}
interface SubjectCount {
    subjectId: number;
    kindId: number;
    count: number;
}
/** Counts of subjects that are judged together, by minute. */
export type BudgetGroup = Map<number, SubjectCount[]>;
/**
 * Sorts counts into the groups of subjects that are judged together: each by itself, or those of a gateway. There can be a
 * million of them, so that the caller gives them part by part.
 * @param groups what was sorted before; it is added to
 * @param counts four numbers each: subject, minute since the epoch, kind, count
 */
export declare function addToGroups(groups: Map<number | string, BudgetGroup>, counts: ArrayLike<number>, scope: BudgetPlan['scope'], subjectOf: BudgetNames['subjectOf']): void;
/**
 * Replays counts by minute through the judge of rates that also works live, as if each minute's events had come in that
 * minute [ALM-39]. The delay before an alert is judged by whole minutes: a minute with several events spans it.
 * @param end the minute (since the epoch) at which it ends
 */
export declare function replayGroup({ rules }: Pick<BudgetPlan, 'rules'>, group: BudgetGroup, { subjectOf, kindOf }: BudgetNames, end: number): RuleEpisode[];
/** Whether an episode is one of a rule that admins set: the rises of all classes are one. */
export declare function isOfRule(episode: Pick<RuleEpisode, 'rule'>, name: AlertRuleName): boolean;
/**
 * Sums episodes up. What began before is no alarm of this time, but it was there.
 * @param begin,end minutes since the epoch
 */
export declare function summedEpisodes(episodes: readonly RuleEpisode[], begin: number, end: number): WouldHaveRaised;
export {};
