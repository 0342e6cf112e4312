import type { OutboxResult } from '@tunnelwatch/server/core/notifications/outbox';
import type { Channel, SendOutcome } from '@tunnelwatch/server/serve/notify/channel';
import { Deliverer } from '@tunnelwatch/server/serve/notify/deliverer';
import { exampleNotification } from '@tunnelwatch/server/serve/notify/example-notification';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { Notification } from '@tunnelwatch/shared/notification';
import { EventEmitter, once } from 'node:events';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { entryOf } from '../../support/delivery.js';
import { channelOf } from '../../support/made-alerts.js';
import { eventually } from '../../support/serve-process.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();

let writer: SqliteWriter;
let reader: SqliteReader;
let deliverer: Deliverer;
/** Reported and not stored. */
let pending: OutboxResult[];
/** Keys of what receivers were sent, by the name that the test gives each. */
let told: [receiver: string, key: string][];
/** What the store is asked for waits for this before it is answered. */
let gate: Promise<unknown>;
/** How often what has to be given up was asked for. */
let asked: number;

beforeEach(() => {
  const folder = tempFolder();
  writer = new SqliteWriter(folder);
  writer.load();
  reader = new SqliteReader(folder);
  [pending, told, gate, asked] = [[], [], Promise.resolve(), 0];
  const parts = {
    outbox: reader,
    summaries: {
      outboxSummary: () => reader.outboxSummary(),
      dueEntries: async (request: Parameters<SqliteReader['dueEntries']>[0]) => {
        asked += 1;
        await gate;
        return reader.dueEntries(request);
      },
    },
    report: (results: OutboxResult[]) => void pending.push(...results),
    onError: (error: unknown) => {
      throw error;
    },
    clock: Date.now,
    chance: () => 0,
  };
  deliverer = new Deliverer(parts, []);
  onTestFinished(async () => {
    await deliverer.close();
    await reader.close();
    writer.close();
  });
});

/** Stores notifications, each of an alert of that number, with the results that were reported so far. */
function commit(...alerts: number[]): void {
  const results = pending.splice(0);
  const outbox = alerts.map((alert, at) => {
    const version = Date.now() * 10 + at;
    const entry = entryOf(alert, version);
    return { ...entry, body: JSON.stringify({ ...exampleNotification('noc'), key: `${String(alert)}` }) };
  });
  writer.commit({ parts: [], sources: [], files: [], alerts: [], gateways: [], outbox, outboxResults: results });
  deliverer.stored(results);
  if (alerts.length > 0) deliverer.wake();
}

/** The channel noc, whose receiver answers as the test says. */
function noc(receiver: string, answer: () => Promise<SendOutcome>): { channel: Channel } {
  const send = ({ key }: Notification) => {
    told.push([receiver, key]);
    return answer();
  };
  const channel: Channel = {
    settings: channelOf({ name: 'noc' }),
    target: () => receiver,
    bundling: 'single',
    pace: { gapMs: 0, lowerPerMinute: null },
    send,
    sendSeveral: () => Promise.reject(new Error('each is a message of its own')),
    mail: null,
    test: answer,
  };
  return { channel };
}

const confirms = () => Promise.resolve({ ok: true } as const);
const isDown = () => Promise.resolve({ ok: false, error: 'connection refused', holds: 'channel' } as const);

/** The state of the channel once all that was reported is stored. */
async function state() {
  commit();
  return (await deliverer.states()).find(({ name }) => name === 'noc');
}

describe('[ALM-97] a channel that is deleted and made again at once under the same name', () => {
  it('is told what waits while the old one is still sending, and nothing twice', async () => {
    const answer = new EventEmitter();
    await deliverer.change([
      noc('old', async () => {
        await once(answer, 'ready');
        return { ok: true };
      }),
    ]);
    commit(1, 2);
    await eventually('the first is on its way', () => told.length === 1);
    const deleted = deliverer.change([]);
    await deliverer.change([noc('new', confirms)]);
    answer.emit('ready');
    await deleted;
    await eventually('the second', () => told.length === 2);
    expect(told).toEqual([
      ['old', '1'],
      ['new', '2'],
    ]);
    expect(await state()).toMatchObject({ sent: 2, waiting: 0, failed: 0 });
  });

  it('is told what waits if that was not given up yet, and what came for itself', async () => {
    await deliverer.change([noc('old', isDown)]);
    commit(1);
    await eventually('an attempt', () => pending.length === 1);
    commit();
    const store = new EventEmitter();
    gate = once(store, 'ready');
    const deleted = deliverer.change([]);
    await eventually('it is about to be given up', () => asked === 1);
    await deliverer.change([noc('new', confirms)]);
    commit(2);
    store.emit('ready');
    await deleted;
    await eventually('both', () => told.length === 3);
    expect(told.slice(1).toSorted()).toEqual([
      ['new', '1'],
      ['new', '2'],
    ]);
    expect(await state()).toMatchObject({ sent: 2, waiting: 0, failed: 0 });
  });

  it('says of what was given up that it failed, and why, and does not tell it all the same', async () => {
    await deliverer.change([noc('old', isDown)]);
    // The second of an alert waits for the first.
    commit(1, 1);
    await eventually('an attempt', () => pending.length === 1);
    commit();
    await deliverer.change([]);
    // What was given up is not stored yet.
    await deliverer.change([noc('new', confirms)]);
    commit(2);
    await eventually('what came for itself', () => told.some(([receiver]) => receiver === 'new'));
    expect(told.filter(([receiver]) => receiver === 'new')).toEqual([['new', '2']]);
    expect(await state()).toMatchObject({
      sent: 1,
      waiting: 0,
      failed: 2,
      lastError: 'the channel noc is no longer configured',
    });
  });
});
