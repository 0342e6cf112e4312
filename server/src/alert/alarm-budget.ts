import type { AlertRuleName, AlertRules } from '@tunnelwatch/shared/alert-rules';
import { pairRules, type PairRule } from './pair-rules.js';
import { RateWindows } from './rate-windows.js';

/** What a rule would have raised. */
export interface WouldHaveRaised {
  /** By subject: how often, and for how many minutes. */
  bySubject: Map<number, { alarms: number; raisedMinutes: number }>;
  /** Alarms by day (since the epoch, UTC). */
  byDay: Map<number, number>;
  /** Minutes in which at least one was there. */
  raisedMinutes: number;
}

/** Episodes of one subject, as minutes: from the one that raised it to the one in which it was over. */
interface Episode {
  subjectId: number;
  from: number;
  to: number;
}

/** The rule about one measure of single subjects by its name; undefined for rules that need more than counts by minute. */
export function budgetRule(rules: AlertRules, name: AlertRuleName): PairRule | undefined {
  return pairRules(rules).find((rule) => rule.name === name);
}

/**
 * Replays counts by minute through a rule, as if each minute's events had come in that minute [ALM-39]. The delay before
 * an alert is judged by whole minutes: a minute with several events spans it.
 * @param counts subject, minute (since the epoch), count; three numbers each, in the order of minutes for each subject
 * @param end the minute at which it ends
 */
export function replayRule(rule: PairRule, counts: ArrayLike<number>, end: number): WouldHaveRaised {
  const bySubject = new Map<number, [minute: number, count: number][]>();
  for (let at = 0; at + 3 <= counts.length; at += 3) {
    const own = bySubject.get(counts[at] ?? 0) ?? [];
    own.push([counts[at + 1] ?? 0, counts[at + 2] ?? 0]);
    bySubject.set(counts[at] ?? 0, own);
  }
  const episodes = [...bySubject].flatMap(([subjectId, own]) => episodesOf(rule, subjectId, own, end));
  return summed(episodes);
}

function episodesOf(rule: PairRule, subjectId: number, counts: [number, number][], end: number): Episode[] {
  const windows = new RateWindows();
  const episodes: Episode[] = [];
  let raised: Episode | undefined;
  const endIfOver = (until: number) => {
    while (raised !== undefined && raised.to < until) {
      raised.to += 1;
      if (rule.isOver(windows.series(0), raised.to, undefined)) raised = undefined;
    }
  };
  for (const [minute, count] of counts.sort((a, b) => a[0] - b[0])) {
    endIfOver(minute);
    windows.add(subjectId, rule.measure, minute * 60, 1, minute);
    if (count > 1) windows.add(subjectId, rule.measure, minute * 60 + 59, count - 1, minute);
    if (raised !== undefined) continue;
    const onset = rule.onset(windows.series(0), { from: minute, to: minute, now: minute }, undefined);
    if (onset === undefined) continue;
    raised = { subjectId, from: minute, to: minute };
    episodes.push(raised);
  }
  endIfOver(end);
  return episodes;
}

function summed(episodes: readonly Episode[]): WouldHaveRaised {
  const sums: WouldHaveRaised = { bySubject: new Map(), byDay: new Map(), raisedMinutes: 0 };
  let covered = Number.NEGATIVE_INFINITY;
  for (const { subjectId, from, to } of [...episodes].sort((a, b) => a.from - b.from)) {
    const own = sums.bySubject.get(subjectId) ?? { alarms: 0, raisedMinutes: 0 };
    sums.bySubject.set(subjectId, { alarms: own.alarms + 1, raisedMinutes: own.raisedMinutes + to - from });
    const day = Math.floor(from / 1440);
    sums.byDay.set(day, (sums.byDay.get(day) ?? 0) + 1);
    sums.raisedMinutes += Math.max(0, to - Math.max(from, covered));
    covered = Math.max(covered, to);
  }
  return sums;
}
