import { budgetRule, replayRule } from '@tunnelwatch/server/alert/alarm-budget';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchMaker, KINDS, SUBJECTS } from '../support/event-batches.js';
import { MINUTE, Rig, RULES, START, ticks } from '../support/rate-rig.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const rule = budgetRule(RULES, 'rate-replay');
if (rule === undefined) throw new Error('there is no such rule');

/** Replay drops of tunnels in minutes that follow each other. */
const minutes = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(2, 30, 60, 400)), { maxLength: 3 }),
  {
    maxLength: 90,
  },
);

describe('[ALM-39] the alarm budget', () => {
  it('is what the rule raised when the same events came', () => {
    fc.assert(
      fc.property(minutes, (script) => {
        const rig = new Rig();
        const counts: number[] = [];
        let turns = 0;
        const raised = () => rig.all().filter(({ isActive }) => isActive).length;
        for (const [at, pairs] of script.entries()) {
          const now = START + at * MINUTE;
          const sums = new Map<number, number>();
          for (const [subjectId, count] of pairs) sums.set(subjectId, (sums.get(subjectId) ?? 0) + count);
          rig.tick(now);
          const before = raised();
          rig.feed(
            [...sums].flatMap(([subjectId, count]) => [
              { subjectId, kindId: 1, second: now / 1000, count: 1 },
              { subjectId, kindId: 1, second: now / 1000 + 59, count: count - 1 },
            ]),
            now,
          );
          turns += raised() - before;
          for (const [subjectId, count] of sums) counts.push(subjectId, now / MINUTE, count);
        }
        ticks(rig, START + script.length * MINUTE, 20);
        const found = replayRule(rule, counts, START / MINUTE + script.length + 20);
        const alarms = [...found.bySubject.values()].reduce((sum, each) => sum + each.alarms, 0);
        expect(alarms).toBe(turns);
      }),
      { numRuns: 100 },
    );
  });

  it('tells how long at least one was there, by day and by subject', () => {
    const counts = [1, START / MINUTE, 200, 2, START / MINUTE + 1, 200];
    const found = replayRule(rule, counts, START / MINUTE + 100);
    // Five minutes of the window and five of quiet.
    expect(found).toEqual({
      bySubject: new Map([
        [1, { alarms: 1, raisedMinutes: 10 }],
        [2, { alarms: 1, raisedMinutes: 10 }],
      ]),
      byDay: new Map([[Math.floor(START / 86_400_000), 2]]),
      raisedMinutes: 11,
    });
  });

  it('is read from the hours in which the rule can have been raised', async () => {
    const [tunnel, other, replay] = [SUBJECTS[0], SUBJECTS[1], KINDS[0]];
    if (tunnel === undefined || other === undefined || replay === undefined) throw new Error('nothing to store');
    const folder = tempFolder();
    const writer = new SqliteWriter(folder);
    writer.load();
    const event = (subject: typeof tunnel, time: number) => ({ subject, time, kind: replay, raw: 'x' });
    const events = [
      ...Array.from({ length: 30 }, (_, at) => event(tunnel, START + at * 1000)),
      ...Array.from({ length: 30 }, () => event(tunnel, START - 1000)),
      event(other, START),
    ];
    writer.commit(new BatchMaker().make(events));
    const reader = new SqliteReader(folder);
    const request = { from: START - 86_400_000, to: START + 3_600_000, measure: rule.measure, least: 60 };
    const { grain, counts } = await reader.ruleCounts(request);
    await reader.close();
    writer.close();
    expect(grain).toBe('minute');
    expect([...counts].sort()).toEqual([1, START / MINUTE - 1, 30, 1, START / MINUTE, 30].sort());
  });
});
