import { type Subject } from '@tunnelwatch/shared/subject';
import type { Condition } from './condition.js';
import type { RateBook } from './rate-book.js';
/** A condition of one subject as minutes: from the one that raised it to the one in which it was over. */
export interface RuleEpisode {
    rule: string;
    subject: Subject;
    from: number;
    /** Infinity while it lasts. */
    to: number;
}
/** Keeps when conditions were there, and nothing of alerts: what a replay of rules writes into. */
export declare class EpisodeBook implements RateBook {
    readonly episodes: RuleEpisode[];
    private readonly open;
    private readonly ended;
    /** True while any condition is there. */
    get isAnyRaised(): boolean;
    raise({ rule, subject }: Pick<Condition, 'rule' | 'subject'>, now: number): void;
    clear(rule: string, subject: Condition['subject'], now: number): void;
    countRaised(rule: string, subject: Condition['subject']): boolean;
    /** When the episode before was over, epoch ms; undefined when there was none, or while one lasts. */
    endedAt(rule: string, subject: Condition['subject']): number | undefined;
    raisedConditions(): {
        rule: string;
        subject: Condition['subject'];
    }[];
}
