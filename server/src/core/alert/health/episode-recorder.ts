import { type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Condition } from '../monitoring/condition.js';
import type { RateConditions } from '../registry/alert-registry.js';

/** A condition of one subject as minutes: from the one that raised it to the one in which it was over. */
export interface RuleEpisode {
  rule: string;
  subject: Subject;
  from: number;
  /** Infinity while it lasts. */
  to: number;
}

/** Keeps when conditions were there, and nothing of alerts: what a replay of rules writes into. */
export class EpisodeRecorder implements RateConditions {
  readonly episodes: RuleEpisode[] = [];
  private readonly open = new Map<string, RuleEpisode>();
  private readonly ended = new Map<string, number>();

  /** True while any condition is there. */
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

  /** When the episode before was over, epoch ms; undefined when there was none, or while one lasts. */
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
