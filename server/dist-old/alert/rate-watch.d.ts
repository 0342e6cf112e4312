import type { Actor } from '@tunnelwatch/shared/actor';
import { type AlertRuleName, type AlertRules, type RuleBody, type RuleResult } from '@tunnelwatch/shared/alert-rules';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { PairCounts } from '../aggregate/pair-counts.js';
import type { KindRecord } from '../aggregate/records.js';
import type { RateBook } from './rate-book.js';
import { RuleSettings, type StoredRule } from './rule-settings.js';
import { type UsualRate } from './usual-rates.js';
/** Events of one second by subject and kind. */
export type SecondCounts = Pick<PairCounts, 'size' | 'id' | 'kindId'> & {
    counts: ArrayLike<number>;
};
/** What the rules about rates work with. */
export interface RateWatchParts {
    book: RateBook;
    subjectOf: (id: number) => Subject | undefined;
    idOf: (subject: Subject) => number;
    kindOf: (id: number) => KindRecord | undefined;
    /** The rules as they were configured, and what admins have set over that. */
    rules: AlertRules;
    storedRules: readonly StoredRule[];
    /** Events older than this on arrival raise nothing [ALM-3], milliseconds. */
    pastAfterMs: number;
    /** What was counted of late before this start: see `StoreState.recent`. */
    recent: ArrayLike<number>;
    /** Usual rates as they were stored. */
    usual: readonly UsualRate[];
    /** Epoch ms. */
    now: number;
}
/**
 * Judges the rates of subjects. It is fed with the events of a batch before the batch's alerts are taken, so that alerts
 * and what they were found in become durable together; what it decides follows from the counts, the alerts and the time,
 * all of which outlast a restart. Only what had events is looked at, and once a minute what is raised.
 */
export declare class RateWatch {
    private readonly parts;
    private readonly windows;
    /** The settings in force, and what changed of them. */
    readonly settings: RuleSettings;
    private rules;
    private byMeasure;
    private readonly measures;
    /** Bits of the rules that are raised, by place: what the book says, at hand for every event. */
    private readonly raised;
    private readonly usual;
    private readonly gateways;
    private usualTakenAt;
    private lookedAt;
    constructor(parts: RateWatchParts);
    /** Usual rates that changed, once a minute: stored with every commit they would be half of all writing. @param now epoch ms */
    takeUsual(now: number): UsualRate[];
    /** Counts the events of a batch and judges what they change. @param now epoch ms */
    feed(bySecond: ReadonlyMap<number, SecondCounts>, now: number): void;
    /** What time alone changes. Call it about once a second; it does its work once a minute. @param now epoch ms */
    tick(now: number): void;
    /** Sets a rule, and goes on with it: what is raised by a rule that is off now, or is below its limits, ends. */
    setRule(name: AlertRuleName, body: RuleBody, actor: Actor, now: number): RuleResult;
    private goOnWith;
    private restore;
    private measuresOfKind;
    private judge;
    /** Learns what is usual of the classes that have rates; not while an alert is there. */
    private learn;
    private usualOf;
    private raiseIfOn;
    private raise;
    private countRaised;
    private clearOver;
    private subjectOf;
}
