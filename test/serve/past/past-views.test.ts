import { Random } from '@tunnelwatch/server/simulator/random';
import type { PastAnswer } from '@tunnelwatch/shared/past';
import type { Change, View } from '@tunnelwatch/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../support/alert-books.js';
import { OPERATOR, VirtualMonitor } from '../../support/virtual-monitor.js';

const START = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;
const MINUTES = 66;
const RESTART_AT = 35;

/** What was shown at a full minute, by view. */
type Shown = Map<string, Change[]>;

const random = new Random(20_260_210, 1);

function viewsOf(monitor: VirtualMonitor): View[] {
  const [busiest] = [...monitor.world.model.tunnels.values()].sort((a, b) => b.activity.total - a.activity.total);
  const tunnel: View[] =
    busiest === undefined
      ? []
      : [{ view: 'tunnel', gateway: busiest.gateway, matchkey: busiest.matchkey, window: '15m' }];
  return [
    { view: 'status' },
    { view: 'overview', window: '1h' },
    { view: 'overview', window: '24h' },
    { view: 'wall' },
    { view: 'alerts' },
    ...tunnel,
  ];
}

/** An operator does something now and then. */
function operate(monitor: VirtualMonitor): void {
  const open = [...monitor.world.alerts.values()].filter(({ isPast, state }) => !isPast && state !== 'normal');
  const alert = open[random.integer(0, Math.max(0, open.length - 1))];
  if (random.chance(0.1)) {
    const request = {
      from: monitor.now,
      until: monitor.now + 5 * MINUTE,
      gateway: null,
      matchkey: null,
      class: 'replay' as const,
      comment: 'update',
      notifyCritical: true,
    };
    monitor.operate({ name: 'addWindow', request }, OPERATOR);
  } else if (alert !== undefined) {
    const action = (['acknowledge', 'shelve', 'close', 'comment', 'assign', 'unacknowledge'] as const)[
      random.integer(0, 5)
    ];
    const until = action === 'shelve' ? monitor.now + 3 * MINUTE : null;
    const what = { id: alert.id, version: alert.version, action: action ?? 'comment', until, comment: 'seen' };
    monitor.operate({ name: 'act', request: command({ ...what, assignee: 'Anna' }) }, OPERATOR);
  }
}

function sortedAlerts(changes: readonly Change[]): Change[] {
  return changes.map((change) =>
    change.kind === 'alerts' ? { ...change, alerts: change.alerts.toSorted((a, b) => a.id - b.id) } : change,
  );
}

describe(
  'the time machine, over an hour and a quarter with operators at work and a restart',
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-past-'));
    const shown = new Map<number, { views: View[]; changes: Shown }>();
    let monitor: VirtualMonitor;

    beforeAll(async () => {
      monitor = await VirtualMonitor.open(folder, START, 7);
      for (let minute = 1; minute <= MINUTES; minute++) {
        for (let second = 0; second < 60; second++) {
          monitor.second();
          if (random.chance(0.02)) operate(monitor);
          if (minute === RESTART_AT && second === 30) await monitor.restart();
        }
        monitor.record();
        const views = viewsOf(monitor);
        const changes: Shown = new Map();
        for (const view of views) changes.set(JSON.stringify(view), await monitor.live(view));
        shown.set(monitor.now, { views, changes });
      }
      monitor.second();
    }, 120_000);

    afterAll(async () => {
      await monitor.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('had something to show: alerts that people worked with, and verdicts', () => {
      const alerts = [...monitor.world.alerts.values()];
      expect(alerts.length).toBeGreaterThan(10);
      expect(new Set(alerts.map(({ state }) => state)).size).toBeGreaterThan(2);
      expect(alerts.some(({ acknowledgement }) => acknowledgement !== null)).toBe(true);
      const last = shown.get(START + MINUTES * MINUTE)?.changes.get(JSON.stringify({ view: 'overview', window: '1h' }));
      expect(JSON.stringify(last)).toContain('"confidence"');
    });

    const minutes = Array.from({ length: 24 }, () => random.integer(2, MINUTES - 1));

    it.each(minutes)('[PAST-1] shows minute %i exactly as the screens showed it then', async (minute) => {
      const at = START + minute * MINUTE;
      const then = shown.get(at);
      if (then === undefined) throw new Error('that minute was not shown');
      const past = monitor.past();
      for (const view of then.views) {
        const answer: PastAnswer = await past.view(view, at);
        expect(answer.wasRunning).toBe(true);
        expect(sortedAlerts(answer.changes), JSON.stringify(view)).toEqual(
          sortedAlerts(then.changes.get(JSON.stringify(view)) ?? []),
        );
      }
    });

    it('[PAST-2] shows the same when it has gone on to a minute as when it was asked for it anew', async () => {
      const played = monitor.past();
      for (let minute = 20; minute < 60; minute += 1) {
        const at = START + minute * MINUTE;
        const then = shown.get(at);
        for (const view of then?.views ?? []) {
          const answer = await played.view(view, at);
          expect(sortedAlerts(answer.changes), `${JSON.stringify(view)} at ${String(minute)}`).toEqual(
            sortedAlerts(then?.changes.get(JSON.stringify(view)) ?? []),
          );
        }
      }
    });
  },
);
