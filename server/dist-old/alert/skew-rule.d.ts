import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { Judgement } from './condition.js';
export interface SkewSettings {
    /** A clock may be off by this, milliseconds. */
    limitMs: number;
    /** It must be off for this long, milliseconds. */
    holdMs: number;
}
/** What is known of a gateway's clock. */
export interface SkewFacts {
    subject: AlertSubject;
    /** Gateway's time minus receiver's, milliseconds, smoothed. */
    skewMs: number;
    /** Since when it has been beyond the limit without a pause, epoch ms; undefined while it is not. */
    beyondSince: number | undefined;
    isRaised: boolean;
}
/** The name of the rule. */
export declare const SKEW_RULE = "skew";
/** A gateway's clock is off: its events stand in the wrong place, and what happened first cannot be told [ALM-12]. */
export declare function judgeSkew(facts: SkewFacts, now: number, { limitMs, holdMs }: SkewSettings): Judgement;
