import { heatGrid } from '@tunnelwatch/server/core/aggregate/heat-grid';
import {
  summariseGateway,
  summariseTunnel,
  worstTunnels,
  failingTunnels,
} from '@tunnelwatch/server/core/aggregate/tunnel-summary';
import { named, namedTunnel, shownAlert } from '@tunnelwatch/server/core/inventory/shown';
import { describeEvent } from '@tunnelwatch/server/core/classify/describe-event';
import { type Alert, compareAlerts } from '@tunnelwatch/shared/alert';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { ROOM_LIMITS, type View } from '@tunnelwatch/shared/protocol';
import { CHART_WINDOWS, windowEnd } from '@tunnelwatch/shared/series';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomParts } from '../../../client/src/live/room-state.js';
import { failuresOfBuckets } from '../../../client/src/views/wall/wall-figures.js';
import { entryOf } from '../../support/made-entries.js';
import { sampleAlert } from '../../support/samples.js';
import { KINDS, type MadeEvent } from '../../support/memory-history.js';
import { catalogue, Stage, StageClient, START } from './stage.js';

const VIEWS: readonly View[] = [
  { view: 'overview', window: '15m' },
  { view: 'overview', window: '6h' },
  { view: 'wall' },
  { view: 'tunnel', gateway: 'gw1', matchkey: '1', window: '1h' },
  { view: 'alerts' },
  { view: 'events' },
  { view: 'events', gateway: 'gw1', class: 'integrity' },
  { view: 'events', messageId: 278 },
  { view: 'status' },
];

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

const event = fc.record({
  /** Before or after the time of the commit; whole ticks of 100 ms so that edges of buckets are hit. */
  offset: fc.oneof(
    fc.constantFrom(0, -100, -5000, -60_000, 5000, 100_000),
    fc.integer({ min: -36_000, max: 6000 }).map((tenths) => tenths * 100),
  ),
  gateway: fc.constantFrom('gw1', 'gw2'),
  matchkey: fc.constantFrom('1', '2'),
  kindId: fc.integer({ min: 1, max: KINDS.length }),
});

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('commit' as const), events: fc.array(event, { maxLength: 4 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('lookUp' as const, 'answer' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('rename' as const),
      id: fc.integer({ min: 1, max: 3 }),
      name: fc.option(fc.constantFrom('Riga', 'Oslo')),
      pattern: fc.constantFrom('1', '?'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('call' as const), name: fc.constantFrom('Uplink', 'Backup') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('toggle' as const), client: fc.nat({ max: 2 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(50, 100, 500, 1000, 3000, 100_000, 1_200_000),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

/** Found by chance: the newest event turns from recent into past at the very last tick. */
const TURNS_PAST_AT_THE_END: readonly Action[] = [
  { do: 'deliver' },
  { do: 'commit', events: [{ offset: 303_300, gateway: 'gw1', matchkey: '2', kindId: 2 }] },
  { do: 'pass', ms: 1_200_000 },
];

async function perform(stage: Stage, clients: readonly StageClient[], step: Action): Promise<void> {
  switch (step.do) {
    case 'commit':
      stage.commit(step.events.map(madeEvent), step.events.length === 3 ? [nextAlert(stage)] : []);
      break;
    case 'deliver':
      stage.deliver();
      break;
    case 'lookUp':
      stage.lookUp();
      break;
    case 'answer':
      await stage.answer();
      break;
    case 'pass':
      await stage.pass(step.ms);
      break;
    case 'rename':
      rename(stage, step);
      break;
    case 'call':
      // What the made alerts are about.
      stage.world.inventory.put(entryOf(9, { gateway: 'gw-a', kind: 'iface', pattern: 'ipsec-*', name: step.name }));
      break;
    case 'toggle': {
      const client = clients[step.client];
      if (client?.isConnected === true) client.disconnect();
      else void client?.connect();
    }
  }
}

/** An entry of the inventory is made, changed or removed. */
function rename({ world }: Stage, { id, name, pattern }: Extract<Action, { do: 'rename' }>): void {
  const about = { gateway: `gw${String(id)}`, pattern };
  const other = world.inventory.find({ ...about, kind: 'matchkey' });
  if (name === null) world.inventory.remove(id);
  else if (other === undefined || other.id === id) world.inventory.put(entryOf(id, { ...about, name }));
}

function madeEvent({
  offset,
  gateway,
  matchkey,
  kindId,
}: typeof event extends fc.Arbitrary<infer Value> ? Value : never): MadeEvent {
  return { time: Date.now() + offset, subject: { kind: 'tunnel', gateway, matchkey }, kindId };
}

/** Now and then a new alert, now and then a change of an earlier one. */
function nextAlert(stage: Stage): Alert {
  const id = (stage.history.steps.length % 3) + 1;
  return sampleAlert({ id, count: stage.history.steps.length + 1, lastTime: Date.now() });
}

/** What a client that has everything must see, worked out from the bare history and the model. */
function truthOf(stage: Stage, view: View): Partial<RoomParts> {
  const { world, history } = stage;
  const reference = world.referenceTime();
  const gateways = {
    gateways: [...world.model.gateways.values()].map((entry) => summariseGateway(entry, undefined, reference)),
    notShown: 0,
  };
  const { names } = world.inventory;
  const sorted = [...world.alerts.values()].sort(compareAlerts);
  const alerts = {
    alerts: sorted.map((alert) => shownAlert(alert, names)),
    notShown: { urgent: 0, high: 0, medium: 0, low: 0 },
  };
  const described = (filter: object) => history.matching(filter).map((stored) => describeEvent(stored, catalogue));
  switch (view.view) {
    case 'overview':
      return { ...chartTruth(stage, view.window, {}), gateways, alerts };
    case 'wall': {
      const heat = heatGrid(world.model, reference, ROOM_LIMITS.heatCells);
      const { buckets } = chartTruth(stage, '1h', {});
      const failing = {
        sparkTo: (Math.floor(reference / 60_000) + 1) * 60_000,
        sparkStepMs: 60_000,
        rows: failingTunnels(world.model, reference, ROOM_LIMITS.failing).map((row) => namedTunnel(row, names)),
      };
      return { buckets: buckets ?? null, failing, gateways, alerts, heat };
    }
    case 'tunnel': {
      const { gateway, matchkey, window } = view;
      const entry = world.model.tunnel(gateway, matchkey);
      return {
        buckets: chartTruth(stage, window, { gateway, matchkey }).buckets ?? null,
        tunnel: { tunnel: entry === undefined ? null : namedTunnel(summariseTunnel(entry, reference), names) },
        newest: described({ gateway, matchkey })
          .sort((a, b) => b.time - a.time || b.seq - a.seq)
          .slice(0, ROOM_LIMITS.newest),
      };
    }
    case 'events': {
      const { view: _view, ...filter } = view;
      const events = described(filter)
        .sort((a, b) => b.seq - a.seq)
        .map((each) => named(each, names));
      return { events: { events: events.slice(0, ROOM_LIMITS.events), skipped: 0, total: events.length } };
    }
    case 'alerts':
      return { alerts };
    case 'status':
      return { status: world.status(Date.now()) };
    case 'sources':
      return { sources: [] };
    case 'cluster':
      return { cluster: { seen: null } };
  }
}

/** A chart of the last hour and the count of the last 60 minutes beside it are of the same events. */
function expectOneHour(state: Partial<RoomParts> | null): void {
  const tunnel = state?.tunnel?.tunnel ?? null;
  const buckets = state?.buckets ?? null;
  if (tunnel !== null && buckets !== null) expect(failuresOfBuckets(buckets)).toBe(tunnel.recentTotal);
}

function chartTruth(stage: Stage, window: keyof typeof CHART_WINDOWS, filter: object): Partial<RoomParts> {
  const { stepMs, spanMs } = CHART_WINDOWS[window];
  const reference = stage.world.referenceTime();
  const from = windowEnd(window, reference) - spanMs;
  const { counts } = stage.history.classBuckets(filter, from, stepMs, spanMs / stepMs);
  const classes = COUNTED_CLASSES.length;
  const buckets = Array.from({ length: spanMs / stepMs }, (_, at) => ({
    t: from + at * stepMs,
    n: counts.slice(at * classes, (at + 1) * classes),
  })).filter(({ n }) => n.some((count) => count > 0));
  const worst = (name: 'replay' | 'integrity') => ({
    sparkTo: (Math.floor(reference / 60_000) + 1) * 60_000,
    sparkStepMs: 60_000,
    rows: worstTunnels(stage.world.model, COUNTED_CLASSES.indexOf(name), reference, ROOM_LIMITS.worst).map((row) =>
      namedTunnel(row, stage.world.inventory.names),
    ),
  });
  return {
    buckets: { from, to: from + spanMs, stepMs, buckets },
    worstReplay: worst('replay'),
    worstIntegrity: worst('integrity'),
  };
}

describe.each(VIEWS.map((view) => [JSON.stringify(view), view] as const))('a room: %s', (_name, view) => {
  it('[LIVE-1] [LIVE-2] [LIVE-7] ends with the truth at every client, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (script) => {
        vi.setSystemTime(START);
        const stage = new Stage();
        try {
          const clients = [1, 2, 3].map(() => new StageClient(stage, view));
          void clients[0]?.connect();
          for (const step of script) await perform(stage, clients, step);
          for (const client of clients) if (!client.isConnected) void client.connect();
          await stage.settle();
          for (const client of clients) {
            expect(client.state).toMatchObject(truthOf(stage, view));
            expect(client.gaps, 'gaps').toBe(0);
            expectOneHour(client.state);
          }
          expect(stage.errors).toEqual([]);
        } finally {
          stage.close();
        }
      }),
      { numRuns: 150, examples: [[[...TURNS_PAST_AT_THE_END]]] },
    );
  });
});
