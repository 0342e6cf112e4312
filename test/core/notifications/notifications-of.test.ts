import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import type { AlertCause, AlertChange } from '@tunnelwatch/server/core/alert/registry/alert-change';
import type { ChannelFilter } from '@tunnelwatch/server/core/notifications/channel-filter';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import type { Alert } from '@tunnelwatch/shared/alert';
import { type Notification, notificationSchema } from '@tunnelwatch/shared/notification';
import { describe, expect, it } from 'vitest';
import { alertOf, changeOf, channelOf, START } from '../../support/made-alerts.js';

function told(changes: readonly AlertChange[], ...channels: ChannelFilter[]): Notification[] {
  return notificationsOf(changes, planOf(channels)).map(({ body }) => notificationSchema.parse(JSON.parse(body)));
}

const occasions = (changes: readonly AlertChange[], channel: ChannelFilter = channelOf()) =>
  told(changes, channel).map(({ occasion }) => occasion);

const opened = alertOf();
const later = (part: Partial<Alert>) => alertOf({ version: 2, ...part });
const shelved = later({ state: 'shelved' });
const folded = later({ state: 'normal', isActive: false, foldedInto: 9 });

describe('what is told to people', () => {
  it('names the change by alert, version and channel, with the facts of the alert', () => {
    const [entry] = notificationsOf([changeOf(null, opened, 'opened')], planOf([channelOf()]));
    expect(entry).toMatchObject({ key: '7-1-noc', channel: 'noc', alertId: 7, madeAt: START });
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      key: '7-1-noc',
      occasion: 'opened',
      by: 'tunnelwatch',
      isActive: true,
      formerly: null,
      alert: { id: 7, priority: 'high', subject: { matchkey: 'a/b' } },
    });
  });

  it.each([
    ['opened', null, opened],
    ['raised', later({ isActive: false, state: 'returnedUnacknowledged' }), alertOf({ version: 3 })],
    ['worsened', opened, later({ priority: 'urgent' })],
    ['rateRose', later({ state: 'acknowledged' }), alertOf({ version: 3 })],
    ['acknowledgementExpired', later({ state: 'acknowledged' }), alertOf({ version: 3 })],
    ['returned', opened, later({ isActive: false, state: 'returnedUnacknowledged' })],
    ['acknowledge', opened, later({ state: 'acknowledged' })],
    ['close', opened, later({ state: 'closed', isActive: false })],
  ] as const)('%s is told once', (cause, before, after) => {
    expect(occasions([changeOf(before, after, cause)])).toEqual([cause]);
    expect(occasions([changeOf(before, after, cause)], channelOf({ on: [] }))).toEqual([]);
  });

  it.each(['assign', 'comment', 'unacknowledge', 'shelve', 'chattering', 'calm', 'windowBegan'] as const)(
    '%s is not told',
    (cause: AlertCause) => {
      expect(occasions([changeOf(opened, later({}), cause)])).toEqual([]);
    },
  );

  it('says nothing of what is past, shelved, suppressed or folded', () => {
    const suppressed = alertOf({ state: 'suppressed', windowId: 1 });
    expect(occasions([changeOf(null, alertOf({ isPast: true }), 'opened')])).toEqual([]);
    expect(occasions([changeOf(null, suppressed, 'opened')])).toEqual([]);
    expect(occasions([changeOf(shelved, { ...shelved, isActive: false }, 'returned')])).toEqual([]);
    expect(occasions([changeOf(opened, folded, 'folded')])).toEqual([]);
  });

  it('tells of what was put aside and lasts when it is back in view, and only then', () => {
    expect(occasions([changeOf(shelved, alertOf({ version: 3 }), 'shelfExpired')])).toEqual(['resumed']);
    const over = alertOf({ version: 3, isActive: false, state: 'returnedUnacknowledged' });
    expect(occasions([changeOf(shelved, over, 'windowEnded')])).toEqual([]);
  });

  it('tells of one alert when those of a gateway were folded before anybody was told', () => {
    const group = alertOf({ id: 9, members: 5, subject: { kind: 'gateway', gateway: 'gw1' } });
    const changes = [
      changeOf(null, opened, 'opened'),
      changeOf(opened, folded, 'folded'),
      changeOf(null, group, 'opened'),
    ];
    expect(told(changes, channelOf()).map(({ alert }) => alert.id)).toEqual([9]);
  });

  it('leaves out what is below the priority or of another class', () => {
    const change = changeOf(null, opened, 'opened');
    expect(occasions([change], channelOf({ minPriority: 'urgent' }))).toEqual([]);
    expect(occasions([change], channelOf({ minPriority: 'high', classes: ['policy'] }))).toEqual(['opened']);
    expect(occasions([change], channelOf({ classes: ['replay'] }))).toEqual([]);
    expect(told([change], channelOf({ name: 'a' }), channelOf({ name: 'b' })).map(({ key }) => key)).toEqual([
      '7-1-a',
      '7-1-b',
    ]);
  });
});

describe('what is told to Alertmanager', () => {
  const channel = channelOf({ kind: 'alertmanager', on: [] });

  it.each([
    ['its beginning', null, opened, 'opened', ['opened']],
    ['its end', opened, later({ isActive: false, state: 'returnedUnacknowledged' }), 'returned', ['returned']],
    ['its closing', opened, later({ isActive: false, state: 'closed' }), 'close', ['close']],
    ['a shelf, as an end', opened, shelved, 'shelve', ['returned']],
    ['the end of a shelf', shelved, alertOf({ version: 3 }), 'unshelve', ['resumed']],
    ['being folded, as an end', opened, folded, 'folded', ['returned']],
    ['another priority', opened, later({ priority: 'urgent' }), 'worsened', ['worsened']],
    ['no acknowledgement', opened, later({ state: 'acknowledged' }), 'acknowledge', []],
  ] as const)('%s', (_name, before, after, cause, expected) => {
    expect(occasions([changeOf(before, after, cause)], channel)).toEqual(expected);
  });

  it('is told what it knows the alert by when that changes', () => {
    const [worse] = told([changeOf(opened, later({ priority: 'urgent' }), 'worsened')], channel);
    expect(worse).toMatchObject({ isActive: true, formerly: { severity: 'error', priority: 'high' } });
  });
});
