import { collectReport } from '@tunnelwatch/server/serve/http/report/collect-report';
import { isOpen } from '@tunnelwatch/server/core/report/shift/alert-tracks';
import { Random } from '@tunnelwatch/server/simulator/random';
import { ALERT_ACTIONS } from '@tunnelwatch/shared/alert-command';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { Report } from '@tunnelwatch/shared/report';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualMonitor } from '../../../support/virtual-monitor.js';
import { command, person } from '../../../support/alert-books.js';
import { NO_NAMES } from '../../../support/no-names.js';

const START = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;
const MINUTES = 24;
const AWAY_FROM = 12;
const AWAY_TO = 16;
const random = new Random(20_260_211, 1);

/** Somebody does something with an alert that is not over. */
function operate(monitor: VirtualMonitor): void {
  const open = monitor.alerts.filter(isOpen);
  const alert = open[random.integer(0, Math.max(0, open.length - 1))];
  if (alert === undefined) return;
  const action = ALERT_ACTIONS[random.integer(0, ALERT_ACTIONS.length - 1)] ?? 'comment';
  const until = action === 'shelve' ? monitor.now + 3 * MINUTE : null;
  const { id, version } = alert;
  const request = command({ id, version, action, until, comment: 'seen', assignee: 'Anna' });
  monitor.operate({ name: 'act', request }, person(random.chance(0.5) ? 'Anna' : 'Bob'));
}

const NO_NOTES = { received: { items: [], notShown: 0 }, written: { items: [], notShown: 0 } };

describe('a report over a real store', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-report-'));
  let monitor: VirtualMonitor;

  const report = (from: number, to: number): Promise<Report> =>
    collectReport(
      { from, to, seesPeople: true, notes: NO_NOTES, now: monitor.now },
      {
        reader: monitor.reader,
        version: '1.0.0',
        names: () => NO_NAMES,
      },
    );

  beforeAll(async () => {
    monitor = await VirtualMonitor.open(folder, START, 11);
    for (let minute = 1; minute <= MINUTES; minute++) {
      if (minute === AWAY_FROM) {
        // Stores the record of the minute before: what waits for the next batch dies with the process.
        monitor.second();
        await monitor.restart();
        monitor.now = START + AWAY_TO * MINUTE;
      }
      if (minute >= AWAY_FROM && minute < AWAY_TO) continue;
      for (let second = 0; second < 60; second++) {
        monitor.second();
        if (random.chance(0.05)) operate(monitor);
      }
      monitor.record();
    }
    monitor.second();
  }, 120_000);

  afterAll(async () => {
    await monitor.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const spans = Array.from({ length: 12 }, () => {
    const from = random.integer(0, MINUTES - 2);
    return [from, random.integer(from + 1, MINUTES)] as const;
  });

  it.each(spans)('agrees with the alerts and events themselves from minute %i to %i', async (first, last) => {
    const [from, to] = [START + first * MINUTE, START + last * MINUTE];
    const { alerts, failures } = await report(from, to);
    const closing = (await monitor.reader.pastAlerts(to)).filter(isOpen);
    expect(alerts.openAtEnd).toBe(closing.length);
    expect(alerts.openAtEndList.items.map(({ id }) => id).sort()).toEqual(closing.map(({ id }) => id).sort());
    expect(alerts.handedOver).toBe((await monitor.reader.pastAlerts(from)).filter(isOpen).length);
    const { over, closed, folded } = alerts.ended;
    expect(alerts.handedOver + alerts.opened - over - closed - folded).toBe(alerts.openAtEnd);
    for (const name of COUNTED_CLASSES) {
      const count = await monitor.reader.countEvents({ class: name, from, to });
      expect([name, failures.byClass.find((each) => each.class === name)?.count ?? 0]).toEqual([name, count]);
    }
    const [worst] = failures.worst.replay;
    if (worst !== undefined) {
      const { gateway, matchkey } = worst;
      expect(worst.count).toBe(await monitor.reader.countEvents({ gateway, matchkey, class: 'replay', from, to }));
    }
  });

  it('has something to tell: alerts that ended, people, and the pause of the server', async () => {
    const { alerts, people, watch, knownFrom } = await report(START, START + MINUTES * MINUTE);
    expect(alerts.opened).toBeGreaterThan(5);
    expect(alerts.ended.over + alerts.ended.closed).toBeGreaterThan(0);
    expect(people.byPerson.items.map(({ name }) => name).sort()).toEqual(['Anna', 'Bob']);
    expect(watch.gaps.items).toHaveLength(1);
    expect(watch.gaps.items[0]?.from).toBe(START + (AWAY_FROM - 1) * MINUTE);
    expect(knownFrom).not.toBeNull();
  });

  it('compares with the span before only where something is stored from before all of it', async () => {
    const late = await report(START + 20 * MINUTE, START + 22 * MINUTE);
    const before = { from: START + 18 * MINUTE, to: START + 20 * MINUTE };
    expect(late.failures.before).toEqual({ ...before, isKnown: true });
    const counts = await Promise.all(
      late.failures.worst.replay.map(({ gateway, matchkey }) =>
        monitor.reader.countEvents({ gateway, matchkey, class: 'replay', ...before }),
      ),
    );
    expect(late.failures.worst.replay.map((worst) => worst.before)).toEqual(counts);
    const early = await report(START + MINUTE, START + 10 * MINUTE);
    expect(early.failures.before.isKnown).toBe(false);
    expect(early.failures.total.before).toBeNull();
  });

  it('ends where the trail ends, also before anything was kept', async () => {
    const nothing = await report(START - 60 * MINUTE, START - 30 * MINUTE);
    expect(nothing.alerts).toMatchObject({ opened: 0, handedOver: 0, openAtEnd: 0 });
    expect(nothing.failures.total).toEqual({ count: 0, before: null });
    expect(nothing.people.activities.items).toEqual([]);
  });
});
