import type { AlertRuleName } from '@tunnelwatch/shared/alert-rules';
import { type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { KindRecord } from '../../aggregate/records.js';
import type { BudgetPlan } from './budget-plan.js';
import { EpisodeRecorder, type RuleEpisode } from './episode-recorder.js';
import { RateEvaluator, type SecondCounts } from '../rates/rate-evaluator.js';

const MINUTES_OF_DAY = 1440;
/** Numbers per count: subject, minute (since the epoch), kind, count. */
export const COUNT_FIELDS = 4;

/** The alarms that a rule would have raised. */
export interface WouldHaveRaised {
  /** By subject: how often, and for how many minutes. */
  bySubject: { subject: Subject; alarms: number; raisedMinutes: number }[];
  /** Alarms by day (since the epoch, UTC). */
  byDay: Map<number, number>;
  /** Minutes with at least one active alarm. */
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

/** Counts of subjects that are evaluated together, by minute. */
export type BudgetGroup = Map<number, SubjectCount[]>;

/**
 * Sorts counts into the groups of subjects that are evaluated together: each by itself, or those of a gateway. There can be
 * a million of them, so that the caller passes them part by part.
 * @param groups the result so far; it is added to
 * @param counts four numbers per row: subject, minute since the epoch, kind, count
 */
export function addToGroups(
  groups: Map<number | string, BudgetGroup>,
  counts: ArrayLike<number>,
  scope: BudgetPlan['scope'],
  subjectOf: BudgetNames['subjectOf'],
): void {
  for (let at = 0; at + COUNT_FIELDS <= counts.length; at += COUNT_FIELDS) {
    const [subjectId = 0, minute = 0, kindId = 0, count = 0] = [
      counts[at],
      counts[at + 1],
      counts[at + 2],
      counts[at + 3],
    ];
    const key = scope === 'subject' ? subjectId : (subjectOf(subjectId)?.gateway ?? '');
    let group = groups.get(key);
    if (group === undefined) {
      group = new Map();
      groups.set(key, group);
    }
    const own = group.get(minute);
    if (own === undefined) group.set(minute, [{ subjectId, kindId, count }]);
    else own.push({ subjectId, kindId, count });
  }
}

/**
 * Replays counts by minute through the rate evaluator that is also used live, as if each minute's events had arrived in
 * that minute [ALM-39]. The delay before an alert is evaluated in whole minutes: a minute with several events spans it.
 * @param end the minute (since the epoch) at which it ends
 */
export function replayGroup(
  { rules }: Pick<BudgetPlan, 'rules'>,
  group: BudgetGroup,
  { subjectOf, kindOf }: BudgetNames,
  end: number,
): RuleEpisode[] {
  const book = new EpisodeRecorder();
  const watch = new RateEvaluator({
    book,
    subjectOf,
    kindOf,
    rules,
    storedRules: [],
    recent: [],
    usual: [],
    now: 0,
    // Nothing is active at the beginning, so nothing is looked up by its name; and nothing arrives late.
    idOf: () => -1,
    pastAfterMs: Number.POSITIVE_INFINITY,
  });
  let now = 0;
  // Time alone changes nothing while nothing is active: those minutes are skipped.
  const passTo = (minute: number) => {
    while (book.isAnyRaised && now < minute) watch.tick(++now * MINUTE_MS);
    now = minute;
  };
  for (const [minute, counts] of [...group].sort(([a], [b]) => a - b)) {
    passTo(minute);
    watch.feed(bySecond(minute, counts), minute * MINUTE_MS);
  }
  passTo(end);
  return book.episodes;
}

/** Puts the events of a minute into its first and its last second. */
function bySecond(minute: number, counts: readonly SubjectCount[]): Map<number, SecondCounts> {
  const rest = counts.filter(({ count }) => count > 1);
  return new Map([
    [minute * 60, secondOf(counts, () => 1)],
    [minute * 60 + 59, secondOf(rest, (count) => count - 1)],
  ]);
}

/** In the evaluator's format; the tables for live counting would cost ten times the evaluation. */
function secondOf(counts: readonly SubjectCount[], share: (count: number) => number): SecondCounts {
  return {
    size: counts.length,
    id: (at) => counts[at]?.subjectId ?? 0,
    kindId: (at) => counts[at]?.kindId ?? 0,
    counts: counts.map(({ count }) => share(count)),
  };
}

/** Whether an episode belongs to a rule that admins set: the rises of all classes are one rule. */
export function isOfRule(episode: Pick<RuleEpisode, 'rule'>, name: AlertRuleName): boolean {
  return episode.rule === name || (name === 'rise' && episode.rule.startsWith('rise-'));
}

/**
 * Sums up episodes. One that began earlier is not an alarm of this period, but was active in it.
 * @param begin,end minutes since the epoch
 */
export function summedEpisodes(episodes: readonly RuleEpisode[], begin: number, end: number): WouldHaveRaised {
  const bySubject = new Map<string, WouldHaveRaised['bySubject'][number]>();
  const byDay = new Map<number, number>();
  let [covered, raisedMinutes] = [begin, 0];
  for (const { subject, from, to } of [...episodes].sort((a, b) => a.from - b.from)) {
    const until = Math.min(to, end);
    if (until < begin || from >= end) continue;
    const own = bySubject.get(subjectKey(subject)) ?? { subject, alarms: 0, raisedMinutes: 0 };
    bySubject.set(subjectKey(subject), own);
    own.raisedMinutes += until - Math.max(from, begin);
    raisedMinutes += Math.max(0, until - Math.max(from, covered));
    covered = Math.max(covered, until);
    if (from < begin) continue;
    own.alarms += 1;
    const day = Math.floor(from / MINUTES_OF_DAY);
    byDay.set(day, (byDay.get(day) ?? 0) + 1);
  }
  return { bySubject: [...bySubject.values()], byDay, raisedMinutes };
}
