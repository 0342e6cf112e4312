import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { Judgement } from './condition.js';
export interface LagSettings {
    /** What waits may wait for this long, milliseconds. */
    limitMs: number;
    /** Beyond this it is of high priority, milliseconds. */
    highAfterMs: number;
}
/** What is known of a source's lag. */
export interface LagFacts {
    subject: AlertSubject;
    /** The oldest unread byte has waited for at most this long, milliseconds. */
    lagMs: number;
    /** Since when it has been beyond the limit without a pause, epoch ms; undefined while it is not. */
    beyondSince: number | undefined;
    isRaised: boolean;
}
/** The name of the rule. */
export declare const LAG_RULE = "lag";
/** We read more slowly than is written: the screens show the past [ALM-13]. */
export declare function judgeLag(facts: LagFacts, now: number, { limitMs, highAfterMs }: LagSettings): Judgement;
