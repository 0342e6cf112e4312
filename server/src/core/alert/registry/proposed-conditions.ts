import { priorityRank } from '@tunnelwatch/shared/priority';
import { type AlertSubject, subjectKey } from '@tunnelwatch/shared/subject';
import type { Condition } from '../monitoring/condition.js';
import type { AlertRegistry } from './alert-registry.js';
import type { SubjectVerdict } from './alert-verdicts.js';

/** What rules about conditions tell, and ask: the book of alerts, or what proposes to it. */
export type ConditionBook = Pick<
  AlertRegistry,
  | 'raise'
  | 'clear'
  | 'countRaised'
  | 'endedAt'
  | 'isRaised'
  | 'raised'
  | 'raisedOnSources'
  | 'raisedConditions'
  | 'noteVerdicts'
>;

/** A condition that has ended. */
export interface EndedCondition {
  rule: string;
  subject: AlertSubject;
}

/** Conditions that began and ended, and what is behind them. */
export interface ConditionChanges {
  raised: Condition[];
  cleared: EndedCondition[];
  /** What the drops of tunnels are consistent with, where that has changed. */
  verdicts: SubjectVerdict[];
}

/** A finding that waits to be decided on; `ended` where the condition is over. */
interface Proposal extends EndedCondition {
  condition: Condition | 'ended';
}

/**
 * Holds what this node's rules find until it comes back as an input. Rules about conditions judge by what lies in memory: how
 * long a gateway was silent, what came in the last minutes. A node that was killed knows less of that than the others, and
 * must not come to other alerts. So one node's findings become inputs and count for all; the others keep theirs until they
 * hear of them, so that the next one to speak leaves out nothing. Which events an active condition counts follows from the
 * inputs alone.
 */
export class ProposedConditions implements ConditionBook {
  private readonly waiting = new Map<string, Proposal>();
  private readonly waitingVerdicts = new Map<string, SubjectVerdict>();

  constructor(private readonly alerts: AlertRegistry) {}

  raise(condition: Condition): void {
    const { rule, subject } = condition;
    this.waiting.set(keyOf(rule, subject), { rule, subject, condition });
  }

  clear(rule: string, subject: AlertSubject): void {
    const key = keyOf(rule, subject);
    if (this.alerts.isRaised(rule, subject)) this.waiting.set(key, { rule, subject, condition: 'ended' });
    else this.waiting.delete(key);
  }

  /** Counts events into an active condition; those of one that waits go with it. False if it is neither. */
  countRaised(rule: string, subject: AlertSubject, events: Parameters<AlertRegistry['countRaised']>[2]): boolean {
    if (this.alerts.countRaised(rule, subject, events)) return true;
    const key = keyOf(rule, subject);
    const own = this.waiting.get(key);
    if (own === undefined || own.condition === 'ended' || own.condition.events === undefined) return false;
    const { count, peak, lastTime } = own.condition.events;
    const more = { count: count + events.count, peak, lastTime: Math.max(lastTime, events.lastTime) };
    this.waiting.set(key, { rule, subject, condition: { ...own.condition, events: more } });
    return true;
  }

  endedAt(rule: string, subject: AlertSubject): number | undefined {
    return this.alerts.endedAt(rule, subject);
  }

  /** True when something waits. */
  get hasAny(): boolean {
    return this.waiting.size + this.waitingVerdicts.size > 0;
  }

  /**
   * What waits, for this node to tell all; it keeps waiting until it comes back.
   * @param most how many of each kind at a time
   */
  proposals(most = Number.POSITIVE_INFINITY): ConditionChanges {
    const verdicts = [...this.waitingVerdicts.values()].slice(0, most);
    const changes: ConditionChanges = { raised: [], cleared: [], verdicts };
    for (const [key, { rule, subject, condition }] of this.waiting) {
      if (condition !== 'ended') {
        if (!this.changesAnything(condition)) this.waiting.delete(key);
        else if (changes.raised.length < most) changes.raised.push(condition);
      } else if (!this.alerts.isRaised(rule, subject)) this.waiting.delete(key);
      else if (changes.cleared.length < most) changes.cleared.push({ rule, subject });
    }
    return changes;
  }

  /** Carries out what one node has told all. @param now epoch ms */
  decide({ raised, cleared, verdicts }: ConditionChanges, now: number): void {
    this.alerts.noteVerdicts(verdicts);
    for (const { subject } of verdicts) this.waitingVerdicts.delete(subjectKey(subject));
    for (const condition of raised) {
      this.alerts.raise(condition, now);
      this.settle(condition, false);
    }
    for (const ended of cleared) {
      this.alerts.clear(ended.rule, ended.subject, now);
      this.settle(ended, true);
    }
  }

  /** A finding has come back. One that was made since, and says something else, still waits. */
  private settle({ rule, subject }: EndedCondition, isEnded: boolean): void {
    const key = keyOf(rule, subject);
    const own = this.waiting.get(key);
    if (own === undefined || (own.condition === 'ended') !== isEnded) return;
    if (own.condition === 'ended' || !this.changesAnything(own.condition)) this.waiting.delete(key);
  }

  isRaised(rule: string, subject: AlertSubject): boolean {
    return this.alerts.isRaised(rule, subject);
  }

  raised(rule: string, subject: AlertSubject): ReturnType<AlertRegistry['raised']> {
    return this.alerts.raised(rule, subject);
  }

  raisedOnSources(): ReturnType<AlertRegistry['raisedOnSources']> {
    return this.alerts.raisedOnSources();
  }

  raisedConditions(): ReturnType<AlertRegistry['raisedConditions']> {
    return this.alerts.raisedConditions();
  }

  noteVerdicts(changes: readonly SubjectVerdict[]): void {
    for (const change of changes) this.waitingVerdicts.set(subjectKey(change.subject), change);
  }

  /** Raising an active condition again changes nothing, unless it has become worse. */
  private changesAnything({ rule, subject, priority }: Condition): boolean {
    const known = this.alerts.raised(rule, subject);
    return known === undefined || priorityRank(priority) > priorityRank(known.priority);
  }
}

function keyOf(rule: string, subject: AlertSubject): string {
  return `${rule}\n${subjectKey(subject)}`;
}
