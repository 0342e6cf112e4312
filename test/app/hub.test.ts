import { CommandDoor } from '@tunnelwatch/server/serve/commands/command-door';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { Hub } from '@tunnelwatch/server/app/hub';
import { createLog } from '@tunnelwatch/server/log';
import type { ReadableStore } from '@tunnelwatch/server/store/queries';
import type { Step } from '@tunnelwatch/server/store/step';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../support/samples.js';
import { MemoryHistory } from '../support/memory-history.js';
import { NO_PAST } from '../support/no-past.js';

const NOW = Date.UTC(2026, 1, 10, 12);

function readerOf(history: MemoryHistory): ReadableStore {
  const unused = () => Promise.reject(new Error('nobody asks this here'));
  return {
    ...NO_PAST,
    modelSeed: (activityMs, upTo) => {
      const newestTime = history.newestUpTo(upTo);
      return Promise.resolve({ ...history.seed((newestTime ?? 0) - activityMs), newestTime });
    },
    newestTime: (upTo) => Promise.resolve(history.newestUpTo(upTo)),
    listMembers: unused,
    listAudit: unused,
    checkAudit: unused,
    auditChoices: unused,
    alertsSince: unused,
    ruleCounts: unused,
    dueEntries: unused,
    outboxSummary: unused,
    countEvents: unused,
    listEvents: unused,
    classBuckets: unused,
    series: unused,
    listAlerts: unused,
    close: () => Promise.resolve(),
  };
}

function newHub(): Hub {
  const loaded = loadSettings({ flags: { files: [] }, env: {}, cwd: '/nowhere' });
  if (!loaded.ok) throw new Error('the defaults are wrong');
  const catalogue = createCatalogue(BUILTIN_CATALOGUE);
  return new Hub({
    settings: { ...loaded.settings, demo: false },
    catalogue,
    version: '1.0.0',
    clock: () => NOW,
    log: createLog('silent'),
  });
}

/** What the hub knows, by way of what HTTP gets of it. */
function contextOf(hub: Hub, reader: ReadableStore) {
  const nobody = () => Promise.reject(new Error('nobody acts here'));
  return hub.apiContext({ reader, alertStore: reader }, new CommandDoor(nobody));
}

describe('the hub', () => {
  it('counts every event once and misses no alert, whenever word of a commit comes', async () => {
    const commits = fc.integer({ min: 0, max: 6 });
    await fc.assert(
      fc.asyncProperty(commits, commits, commits, async (told, seeded, later) => {
        const history = new MemoryHistory();
        const hub = newHub();
        const subject = { kind: 'tunnel' as const, gateway: 'gw1', matchkey: '1' };
        const commit = (): Step => {
          const alert = sampleAlert({ id: history.steps.length + 1 });
          return history.commit([{ time: NOW, subject, kindId: 1 }], { alerts: [alert] });
        };
        hub.ingestNotices.ready([], []);
        // Some are told before the world is read, some are in the store by then and told afterwards, some come later.
        for (let at = 0; at < told; at++) hub.ingestNotices.step(commit());
        const onTheWay = Array.from({ length: seeded }, commit);
        const reader = readerOf(history);
        await hub.start(() => reader);
        for (const step of onTheWay) hub.ingestNotices.step(step);
        for (let at = 0; at < later; at++) hub.ingestNotices.step(commit());
        const context = contextOf(hub, reader);
        const all = told + seeded + later;
        expect(context.model().events).toBe(all);
        for (let id = 1; id <= all; id++) expect(context.alert(id)).toBeDefined();
        expect(context.alert(all + 1)).toBeUndefined();
        hub.close();
      }),
    );
  });

  it('begins with the present hour although some event lies in the far future', async () => {
    const history = new MemoryHistory();
    const subject = { kind: 'tunnel' as const, gateway: 'gw1', matchkey: '1' };
    history.commit([
      { time: NOW - 60_000, subject, kindId: 1 },
      { time: NOW + 365 * 24 * 3_600_000, subject, kindId: 1 },
    ]);
    const hub = newHub();
    const reader = readerOf(history);
    await hub.start(() => reader);
    const context = contextOf(hub, reader);
    expect(context.referenceTime()).toBe(NOW);
    expect(
      context
        .model()
        .tunnel('gw1', '1')
        ?.activity.failures(Math.floor(NOW / 60_000), 60),
    ).toBe(1);
    hub.close();
  });

  it('is not ready while the store refuses, says why, and is ready afterwards', async () => {
    const history = new MemoryHistory();
    history.commit([]);
    const hub = newHub();
    const reader = readerOf(history);
    await hub.start(() => reader);
    const { notReady } = contextOf(hub, reader);
    expect(notReady()).toBeUndefined();
    hub.ingestNotices.storeError('no space left', 'disk-full');
    expect(notReady()).toBe('no space left');
    hub.ingestNotices.storeError(null, null);
    expect(notReady()).toBeUndefined();
    hub.close();
  });
});
