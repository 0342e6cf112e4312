import type { Unstored } from '@tunnelwatch/server/core/notifications/unstored';
import type { Channel, SendOutcome } from '@tunnelwatch/server/serve/notify/channel';
import { headline } from '@tunnelwatch/server/serve/notify/words';
import { OutageNotice } from '@tunnelwatch/server/serve/notify/outage-notice';
import type { Notification } from '@tunnelwatch/shared/notification';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { channelOf, START } from '../../support/made-alerts.js';

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});

afterEach(() => {
  vi.useRealTimers();
});

const REFUSAL: Unstored = { since: START, reason: 'the disk is full', lines: 12, criticals: 0, newest: null };

function noticeTo(name: string, answer: () => SendOutcome = () => ({ ok: true })) {
  const sent: Notification[] = [];
  const channel: Channel = {
    settings: channelOf({ name, minPriority: 'urgent', classes: ['policy'] }),
    mail: null,
    target: () => '',
    bundling: 'digest',
    pace: { gapMs: 0, lowerPerMinute: null },
    send: (notification) => {
      sent.push(notification);
      return Promise.resolve(answer());
    },
    sendSeveral: () => Promise.resolve({ ok: true }),
    test: () => Promise.resolve({ ok: true }),
  };
  const errors: unknown[] = [];
  const notice = new OutageNotice({
    channels: () => [channel],
    clock: Date.now,
    onError: (error) => errors.push(error),
  });
  return { notice, sent, errors };
}

it('[ALM-98] a store that refuses is told once, again when more Criticals wait, and its end to whoever was told', async () => {
  const { notice, sent, errors } = noticeTo('noc');
  notice.note(REFUSAL);
  await vi.advanceTimersByTimeAsync(2900);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent.map(headline)).toEqual([
    'URGENT (new): NOT STORING: the disk is full. Waiting: 12 lines, 0 new Critical alerts: the store',
  ]);
  const newest = { message: 'Route could not be removed', subject: { kind: 'gateway' as const, gateway: 'gw1' } };
  notice.note({ ...REFUSAL, lines: 15, criticals: 2, newest });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(sent.slice(1).map(({ alert }) => alert.message)).toEqual([
    'NOT STORING: the disk is full. Waiting: 15 lines, 2 new Critical alerts; newest: Route could not be removed: gw1',
  ]);
  notice.note(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent.map(({ key, isActive }) => `${key} ${String(isActive)}`)).toEqual([
    `not-storing-${String(START)}-0-noc true`,
    `not-storing-${String(START)}-2-noc true`,
    `not-storing-${String(START)}-end-noc false`,
  ]);
  expect(errors).toEqual([]);
});

it('[ALM-98] is tried again once a minute while the receiver does not respond, and a moment is told to nobody', async () => {
  let isUp = false;
  const { notice, sent, errors } = noticeTo('noc', () =>
    isUp ? { ok: true } : { ok: false, error: 'connection refused', holds: 'channel' },
  );
  notice.note(REFUSAL);
  await vi.advanceTimersByTimeAsync(130_000);
  isUp = true;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sent).toHaveLength(4);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  expect(errors).toHaveLength(3);
  notice.note(null);
  notice.note({ ...REFUSAL, since: Date.now() });
  await vi.advanceTimersByTimeAsync(1000);
  notice.note(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(5);
});
