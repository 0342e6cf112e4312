import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ShownEvent } from '@tunnelwatch/shared/event';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { type Change, ROOM_LIMITS, roomOf, type View } from '@tunnelwatch/shared/protocol';
import { MAX_POINTS } from '@tunnelwatch/shared/series';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ConnectionSink } from '../../../client/src/connection/connection.js';
import { LINGER_MS, LiveStore } from '../../../client/src/live/live-store.js';
import { sampleAlert, sampleEvent, sampleStatus } from '../../support/samples.js';

const DELTAS = 400_000;
const START = Date.UTC(2026, 1, 10);
const OPEN_MS = 10 * 3_600_000;
const STEP_MS = 15_000;
const SPAN_MS = 3_600_000;
/** What may differ between two looks at a heap that is flat. */
const NOISE_BYTES = 3 * 1024 * 1024;

const STATUS = { view: 'status' } as const satisfies View;
const OVERVIEW = { view: 'overview', window: '1h' } as const satisfies View;
const WALL = { view: 'wall' } as const satisfies View;
const EVENTS = { view: 'events' } as const satisfies View;
const CELLS = 5000;

/** Collects garbage and gives the bytes that are left in use. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('no garbage collector can be called');
  Reflect.apply(collect, undefined, []);
  return process.memoryUsage().heapUsed;
}

function event(seq: number): ShownEvent {
  const time = START + seq;
  const text = `seqno=${String(seq)} windowbase=${String(seq + 64)} matchkey=${String(seq % 977)}`;
  const matchkey = String(seq % 977);
  const subject = { kind: 'tunnel', gateway: 'gw-north', matchkey } as const;
  const parameters = { seqno: String(seq) };
  const event = sampleEvent({ seq, time, receivedTime: time, gateway: 'gw-north', matchkey, subject, parameters });
  return { ...event, raw: text, source: 'gw-north.log', inventory: null };
}

type Maker = (nr: number, now: number) => readonly [View, Change];

function statusDelta(nr: number, now: number): readonly [View, Change] {
  return [STATUS, { kind: 'status', status: sampleStatus({ now, events: nr, referenceTime: now }) }];
}

/** By the rest of the delta's number; all others are a status. Each brings something that was not there before. */
const MAKERS: ReadonlyMap<number, Maker> = new Map<number, Maker>([
  [
    0,
    (nr, now) => {
      const end = (Math.floor(now / 60_000) + 1) * 60_000;
      const n = COUNTED_CLASSES.map((_, at) => nr + at);
      const buckets = [{ t: Math.floor(now / STEP_MS) * STEP_MS, n }];
      return [OVERVIEW, { kind: 'buckets', from: end - SPAN_MS, to: end, stepMs: STEP_MS, buckets }];
    },
  ],
  [
    16,
    (nr, now) => {
      // As a careless server would: without ever saying that one is removed.
      const alerts = [sampleAlert({ id: nr, openedAt: now, lastTime: now })];
      return [WALL, { kind: 'alerts', alerts, removed: [], notShown: { urgent: 0, high: 0, medium: 0, low: nr } }];
    },
  ],
  [32, (nr) => [EVENTS, { kind: 'events', events: [event(nr)], skipped: 1, total: nr }]],
  [
    48,
    (nr) => {
      const cells: [number, string][] = [[nr % CELLS, 'abcd'.charAt(nr % 4)]];
      return [WALL, { kind: 'heatPatch', patches: [{ gateway: 'gw-a', cells }] }];
    },
  ],
]);
const ROUND = 64;

beforeEach(() => void vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function openStore() {
  let frame: (() => void) | undefined;
  let sink: ConnectionSink | undefined;
  const store = new LiveStore(
    (given) => {
      sink = given;
      const nothing = () => undefined;
      return {
        join: nothing,
        leave: nothing,
        act: vi.fn(),
        actOnAll: vi.fn(),
        reportPresence: nothing,
        close: nothing,
      };
    },
    (run) => (frame = run),
  );
  if (sink === undefined) throw new Error('the store opened no connection');
  return { store, sink, runFrame: () => frame?.() };
}

type Page = ReturnType<typeof openStore>;

/** Somebody looks at a tunnel and goes on. */
function viewTunnel({ store, sink }: Page, nr: number, now: number): void {
  store.retain(tunnelView(nr))();
  sink.onSnapshot(roomOf(tunnelView(nr)), [{ kind: 'newest', events: [event(nr)] }]);
  vi.setSystemTime(now);
  vi.advanceTimersByTime(LINGER_MS);
}

function tunnelView(nr: number): View {
  return { view: 'tunnel', gateway: 'gw-a', matchkey: String(nr), window: '1h' };
}

/** Delivers the deltas of a shift; gives the heap after each quarter. */
function liveThroughAShift(page: Page): number[] {
  const heaps: number[] = [];
  for (let nr = 1; nr <= DELTAS; nr += 1) {
    const now = START + Math.floor((nr / DELTAS) * OPEN_MS);
    const [view, change] = (MAKERS.get(nr % ROUND) ?? statusDelta)(nr, now);
    page.sink.onDelta(roomOf(view), [change]);
    if (nr % 10 === 0) page.runFrame();
    if (nr % 1000 === 0) viewTunnel(page, nr, now);
    if (nr % (DELTAS / 4) === 0) heaps.push(heapInUse());
  }
  return heaps;
}

it('a page that stays open for a shift holds what it shows and no more', { timeout: 300_000 }, () => {
  const page = openStore();
  for (const view of [STATUS, OVERVIEW, WALL, EVENTS]) {
    page.store.retain(view);
    page.sink.onSnapshot(roomOf(view), []);
  }
  const heat = { gateway: 'gw-a', cells: '.'.repeat(CELLS), tunnelsPerCell: 1 };
  page.sink.onDelta('wall', [{ kind: 'heat', gateways: [heat] }]);
  const [first = 0, ...later] = liveThroughAShift(page);

  const stateOf = <Shown extends View>(view: Shown) => page.store.readRoom(view).state;
  const buckets = stateOf(OVERVIEW)?.buckets?.buckets ?? [];
  expect(buckets.length).toBeLessThanOrEqual(MAX_POINTS);
  expect(buckets.length).toBeGreaterThan(SPAN_MS / STEP_MS - 5);
  expect(stateOf(WALL)?.alerts?.alerts).toHaveLength(ROOM_LIMITS.criticals);
  expect(stateOf(WALL)?.heat?.[0]?.cells).toHaveLength(CELLS);
  expect(stateOf(EVENTS)?.events).toMatchObject({ events: { length: ROOM_LIMITS.events }, skipped: DELTAS / ROUND });
  expect(stateOf(tunnelView(1000))).toBeNull();
  for (const heap of later) expect(heap - first, `heaps ${later.join(' ')}`).toBeLessThan(NOISE_BYTES);
});
