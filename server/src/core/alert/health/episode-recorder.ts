import { type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Condition } from '../monitoring/condition.js';
import type { RateConditions } from '../registry/alert-registry.js';

/** A condition of one subject in minutes: from the one that raised it to the one in which it cleared. */
export interface RuleEpisode {
  rule: string;
  subject: Subject;
  from: number;
  /** Infinity while it is active. */
  to: number;
}

/** Records when conditions were active, without alerts: the target of a replay of rules. */
export class EpisodeRecorder implements RateConditions {
  readonly episodes: RuleEpisode[] = [];
  private readonly open = new Map<string, RuleEpisode>();
  private readonly ended = new Map<string, number>();

  /** True while any condition is active. */
  get isAnyRaised(): boolean {
    return this.open.size > 0;
  }

  raise({ rule, subject }: Pick<Condition, 'rule' | 'subject'>, now: number): void {
    const key = keyOf(rule, subject);
    if (!('gateway' in subject) || this.open.has(key)) return;
    const episode = { rule, subject, from: Math.floor(now / MINUTE_MS), to: Number.POSITIVE_INFINITY };
    this.open.set(key, episode);
    this.episodes.push(episode);
  }

  clear(rule: string, subject: Condition['subject'], now: number): void {
    const key = keyOf(rule, subject);
    const episode = this.open.get(key);
    if (episode === undefined) return;
    episode.to = Math.floor(now / MINUTE_MS);
    this.open.delete(key);
    this.ended.set(key, now);
  }

  countRaised(rule: string, subject: Condition['subject']): boolean {
    return this.open.has(keyOf(rule, subject));
  }

  /** When the previous episode cleared, epoch ms; undefined if there was none, or while one is active. */
  endedAt(rule: string, subject: Condition['subject']): number | undefined {
    const key = keyOf(rule, subject);
    return this.open.has(key) ? undefined : this.ended.get(key);
  }

  raisedConditions(): { rule: string; subject: Condition['subject']; lastAt: number }[] {
    return [...this.open.values()].map(({ rule, subject, from }) => ({ rule, subject, lastAt: from * MINUTE_MS }));
  }
}

function keyOf(rule: string, subject: Condition['subject']): string {
  return `${rule}\n${subjectKey(subject)}`;
}
