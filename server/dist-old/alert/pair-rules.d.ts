import type { Alert } from '@tunnelwatch/shared/alert';
import { type AlertRules } from '@tunnelwatch/shared/alert-rules';
import type { Priority } from '@tunnelwatch/shared/priority';
import type { Severity } from '@tunnelwatch/shared/severity';
import { type Onset } from './rate-rule.js';
import type { RateSeries } from './rate-windows.js';
import type { UsualRate } from './usual-rates.js';
/** Minutes (since the epoch) in which events came, and the present one. */
export interface FreshMinutes {
    from: number;
    to: number;
    now: number;
}
/** A rule about one measure of one subject, with its settings. */
export interface PairRule {
    name: string;
    /** Place of its bit among all rules; the same as long as the program runs. */
    number: number;
    measure: number;
    class: Alert['class'];
    severity: Severity;
    message: string;
    isEnabled: boolean;
    onset: (series: RateSeries, fresh: FreshMinutes, usual: UsualRate | undefined) => Onset | undefined;
    isOver: (series: RateSeries, now: number, usual: UsualRate | undefined) => boolean;
    /** The priority that every alert of it has at least. */
    least: Priority;
    /** The priority as of a minute. */
    priority: (series: RateSeries, now: number) => Priority;
}
/** The rules about single subjects. */
export declare function pairRules(rules: AlertRules): PairRule[];
