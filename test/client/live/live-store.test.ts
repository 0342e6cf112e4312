import type { View } from '@tunnelwatch/shared/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionSink } from '../../../client/src/connection/connection.js';
import { LINGER_MS, LiveStore } from '../../../client/src/live/live-store.js';
import { sampleAlert } from '../../support/samples.js';

const ALERTS = { view: 'alerts' } as const satisfies View;

function setUp() {
  const calls: string[] = [];
  const scheduled: (() => void)[] = [];
  let sink: ConnectionSink | undefined;
  const store = new LiveStore(
    (given) => {
      sink = given;
      return {
        join: (view) => calls.push(`join ${view.view}`),
        leave: (view) => calls.push(`leave ${view.view}`),
        act: () => Promise.resolve({ ok: false, notSent: 'test' }),
        actOnAll: () => Promise.resolve({ ok: false, notSent: 'test' }),
        reportPresence: ({ alertId }) => calls.push(`presence ${String(alertId)}`),
        close: () => calls.push('close'),
      };
    },
    (run) => scheduled.push(run),
  );
  if (sink === undefined) throw new Error('the store opened no connection');
  const runFrame = (): void => {
    for (const run of scheduled.splice(0)) run();
  };
  return { store, sink, calls, scheduled, runFrame };
}

const oneAlert = (id: number) => [
  {
    kind: 'alerts' as const,
    alerts: [sampleAlert({ id })],
    removed: [],
    notShown: { urgent: 0, high: 0, medium: 0, low: 0 },
  },
];

describe('the live store', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('joins a room once for all its users and leaves it a while after the last one', () => {
    const { store, calls } = setUp();
    const first = store.retain(ALERTS);
    const second = store.retain(ALERTS);
    first();
    vi.advanceTimersByTime(LINGER_MS * 2);
    expect(calls).toEqual(['join alerts']);
    second();
    vi.advanceTimersByTime(LINGER_MS - 1);
    expect(calls).toEqual(['join alerts']);
    vi.advanceTimersByTime(1);
    expect(calls).toEqual(['join alerts', 'leave alerts']);
  });

  it('stays in a room that is used again before the time is over', () => {
    const { store, calls } = setUp();
    store.retain(ALERTS)();
    vi.advanceTimersByTime(LINGER_MS - 1);
    store.retain(ALERTS);
    vi.advanceTimersByTime(LINGER_MS * 2);
    expect(calls).toEqual(['join alerts']);
  });

  it('tells its listeners once a frame, however many messages came', () => {
    const { store, sink, scheduled, runFrame } = setUp();
    store.retain(ALERTS);
    let told = 0;
    store.listen(() => (told += 1));
    sink.onSnapshot('alerts', oneAlert(1));
    for (let id = 2; id < 50; id += 1) sink.onDelta('alerts', oneAlert(id));
    expect(scheduled).toHaveLength(1);
    expect(store.readRoom(ALERTS).state).toBeNull();
    runFrame();
    expect(told).toBe(1);
    expect(store.readRoom(ALERTS).state?.alerts?.alerts).toHaveLength(49);
  });

  it('takes a snapshot for the whole truth, but keeps the references of what is equal', () => {
    const { store, sink, runFrame } = setUp();
    store.retain(ALERTS);
    sink.onSnapshot('alerts', [...oneAlert(1), ...oneAlert(2)]);
    runFrame();
    const before = store.readRoom(ALERTS).state?.alerts?.alerts ?? [];
    sink.onSnapshot('alerts', oneAlert(2));
    runFrame();
    const after = store.readRoom(ALERTS).state?.alerts?.alerts ?? [];
    expect(after.map((alert) => alert.id)).toEqual([2]);
    expect(before).toContain(after[0]);
  });

  it('counts gaps and shows a refusal until the next snapshot', () => {
    const { store, sink, runFrame } = setUp();
    store.retain(ALERTS);
    sink.onGap('alerts');
    sink.onRefused('alerts', { type: 'about:blank', title: 'no', status: 503, detail: '', code: 'store-unavailable' });
    runFrame();
    expect(store.readLink().gaps).toBe(1);
    expect(store.readRoom(ALERTS).problem?.title).toBe('no');
    sink.onSnapshot('alerts', oneAlert(1));
    runFrame();
    expect(store.readRoom(ALERTS).problem).toBeNull();
  });

  it('ignores messages of rooms that nobody is in', () => {
    const { store, sink, runFrame } = setUp();
    sink.onSnapshot('wall', []);
    runFrame();
    expect(store.readRoom({ view: 'wall' }).state).toBeNull();
  });
});
