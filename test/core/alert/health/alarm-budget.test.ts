import {
  addToGroups,
  type BudgetGroup,
  isOfRule,
  replayGroup,
  summedEpisodes,
} from '@tunnelwatch/server/core/alert/health/alarm-budget';
import { budgetPlan } from '@tunnelwatch/server/core/alert/health/budget-plan';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { ALERT_RULE_NAMES, type AlertRuleName, type AlertRules } from '@tunnelwatch/shared/alert-rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchMaker, KINDS, SUBJECTS } from '../../../support/event-batches.js';
import { kindOf, MINUTE, Rig, RULES, START, subjectOf, ticks } from '../../../support/rate-rig.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
const FIRST = START / MINUTE;

/** Limits that made-up events cross often. */
const LOW: AlertRules = {
  ...RULES,
  'rate-integrity': { ...RULES['rate-integrity'], count: 60, windowMinutes: 2, offDelaySeconds: 60 },
  'rate-encryption': { ...RULES['rate-encryption'], count: 40, offShare: 1, offDelaySeconds: 0 },
  rise: { ...RULES.rise, learnHours: 1, count: 50, factor: 2 },
  memory: { ...RULES.memory, resizeCount: 60, quietMinutes: 5 },
};

/** Events of several kinds on tunnels and on their gateway, in minutes that lie apart by so many. */
const minutes = fc.array(
  fc.record({
    gap: fc.constantFrom(1, 1, 2, 5, 9, 20, 45),
    counted: fc.array(
      fc.record({
        subjectId: fc.integer({ min: 0, max: 4 }),
        kindId: fc.integer({ min: 1, max: 7 }),
        count: fc.constantFrom(2, 6, 30, 60, 400),
      }),
      { maxLength: 6 },
    ),
  }),
  { maxLength: 60 },
);

interface Counted {
  subjectId: number;
  kindId: number;
  count: number;
}

/** Events of one subject and kind once each. */
function merged(counted: readonly Counted[]): Counted[] {
  const sums = new Map<string, Counted>();
  for (const { subjectId, kindId, count } of counted) {
    const key = `${String(subjectId)} ${String(kindId)}`;
    sums.set(key, { subjectId, kindId, count: count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}

/** A live run that counts how often each rule raises anything. */
class Tally {
  readonly raised = new Map<AlertRuleName, number>();
  private readonly rig = new Rig(LOW);
  private active = new Set<number>();
  private now = START;

  feed(minute: number, counted: readonly Counted[]): void {
    this.passTo(minute);
    const second = minute * 60;
    const events = counted.flatMap(({ count, ...pair }) => [
      { ...pair, second, count: 1 },
      { ...pair, second: second + 59, count: count - 1 },
    ]);
    this.rig.feed(events, minute * MINUTE);
    this.evaluate();
  }

  passTo(minute: number): void {
    for (; this.now <= minute * MINUTE; this.now += MINUTE) {
      ticks(this.rig, this.now, 0);
      this.evaluate();
    }
  }

  private evaluate(): void {
    const active = this.rig.all().filter(({ isActive }) => isActive);
    for (const { id, rule } of active) {
      if (this.active.has(id)) continue;
      for (const name of ALERT_RULE_NAMES) {
        if (isOfRule({ rule }, name)) this.raised.set(name, (this.raised.get(name) ?? 0) + 1);
      }
    }
    this.active = new Set(active.map(({ id }) => id));
  }
}

function groupsOf(counts: readonly number[], scope: 'subject' | 'gateway'): BudgetGroup[] {
  const groups = new Map<number | string, BudgetGroup>();
  addToGroups(groups, counts, scope, subjectOf);
  return [...groups.values()];
}

/** What the replay of a rule over counts makes. */
function wouldHaveRaised(name: AlertRuleName, counts: readonly number[], end: number) {
  const plan = budgetPlan(LOW, name);
  const episodes = groupsOf(counts, plan.scope).flatMap((group) =>
    replayGroup(plan, group, { subjectOf, kindOf }, end),
  );
  return summedEpisodes(
    episodes.filter((episode) => isOfRule(episode, name)),
    FIRST,
    end,
  );
}

describe('[ALM-39] the alarm budget', () => {
  it('of every rule is what it raised when the same events came', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(minutes, (script) => {
        const live = new Tally();
        const counts: number[] = [];
        let minute = FIRST;
        for (const { gap, counted } of script) {
          minute += gap;
          live.feed(minute, merged(counted));
          for (const { subjectId, kindId, count } of merged(counted)) counts.push(subjectId, minute, kindId, count);
        }
        live.passTo(minute + 20);
        for (const name of ALERT_RULE_NAMES) {
          const { byDay } = wouldHaveRaised(name, counts, minute + 21);
          const alarms = [...byDay.values()].reduce((sum, each) => sum + each, 0);
          expect([name, alarms]).toEqual([name, live.raised.get(name) ?? 0]);
          seen.set(name, alarms + (seen.get(name) ?? 0));
        }
      }),
      { numRuns: 100 },
    );
    // A property of rules that never raise anything would hold by itself.
    const without = ['rate-malformed', 'rate-reassembly', 'rate-ecn'];
    expect(ALERT_RULE_NAMES.filter((name) => (seen.get(name) ?? 0) === 0)).toEqual(without);
  });

  it('tells how long at least one was there, by day and by subject', () => {
    const found = wouldHaveRaised('rate-replay', [1, FIRST, 1, 200, 2, FIRST + 1, 1, 200], FIRST + 100);
    // Five minutes of the window and five of quiet.
    expect(found).toEqual({
      bySubject: [
        { subject: subjectOf(1), alarms: 1, raisedMinutes: 10 },
        { subject: subjectOf(2), alarms: 1, raisedMinutes: 10 },
      ],
      byDay: new Map([[Math.floor(START / 86_400_000), 2]]),
      raisedMinutes: 11,
    });
  });

  it('counts what began before as there, and as no alarm of this time', () => {
    const subject = subjectOf(1);
    const lasting = [{ rule: 'overflow', subject, from: FIRST - 30, to: Number.POSITIVE_INFINITY }];
    expect(summedEpisodes(lasting, FIRST, FIRST + 60)).toEqual({
      bySubject: [{ subject, alarms: 0, raisedMinutes: 60 }],
      byDay: new Map(),
      raisedMinutes: 60,
    });
  });

  it('of a rule that is off is nothing', () => {
    const off = { ...LOW, overflow: { ...LOW.overflow, enabled: false } };
    const plan = budgetPlan(off, 'overflow');
    const [group] = groupsOf([1, FIRST, 3, 5], plan.scope);
    expect(group).toBeDefined();
    expect(replayGroup(plan, group ?? new Map(), { subjectOf, kindOf }, FIRST + 10)).toEqual([]);
  });

  it('is read from the hours in which the rule can have been raised, and from all where it learns from them', async () => {
    const [tunnel, other, replay] = [SUBJECTS[0], SUBJECTS[1], KINDS[0]];
    if (tunnel === undefined || other === undefined || replay === undefined) throw new Error('nothing to store');
    const folder = tempFolder();
    const writer = new SqliteWriter(folder);
    writer.load();
    const event = (subject: typeof tunnel, time: number) => ({ subject, time, kind: replay, raw: 'x' });
    const events = [
      ...Array.from({ length: 31 }, (_, at) => event(tunnel, START + at * 1000)),
      ...Array.from({ length: 30 }, () => event(tunnel, START - 1000)),
      event(tunnel, START - 5 * 3_600_000 + 7 * MINUTE),
      event(other, START),
    ];
    writer.commit(new BatchMaker().make(events));
    const reader = new SqliteReader(folder);
    const { measures } = budgetPlan(RULES, 'rate-replay');
    const since = START - 86_400_000;
    const request = { from: since, since, to: START + 3_600_000, measures, reach: 60, least: 60 };
    const { grain, counts, kinds, oldest } = await reader.ruleCounts({ ...request, needsAllHours: false });
    const whole = await reader.ruleCounts({ ...request, needsAllHours: true });
    await reader.close();
    writer.close();
    expect(grain).toBe('minute');
    expect(kinds).toMatchObject([{ id: 1, class: 'replay' }]);
    expect(oldest).toBe(START - 5 * 3_600_000);
    const busy = [1, FIRST - 1, 1, 30, 1, FIRST, 1, 31];
    expect([...counts].sort()).toEqual([...busy].sort());
    // An hour of no weight stands in its first minute.
    expect([...whole.counts].sort()).toEqual([...busy, 1, FIRST - 300, 1, 1].sort());
  });
});
