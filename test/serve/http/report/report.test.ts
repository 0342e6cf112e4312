import { alertPageSchema } from '@tunnelwatch/shared/api';
import { reportSchema } from '@tunnelwatch/shared/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, tokenFor } from '../../../support/known-people.js';
import { eventually, ServeProcess } from '../../../support/serve-process.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOSTILE = '<img src=x onerror=alert(1)> =1+1';

let server: ServeProcess;
const tokens: Record<string, string> = {};
const start = Date.now();

const line = (ageMs: number, body: string) => `${new Date(start - ageMs).toISOString()} gw.one EFW: IPSEC: ${body}\n`;

function content(): string {
  const replay = (ageMs: number, matchkey: string) =>
    line(ageMs, `prio=2 id=278 seqno=7 windowbase=100 windowsize=64 matchkey=${matchkey}`);
  return [
    // From before the eight hours before the last eight.
    replay(17 * HOUR, 'a'),
    ...Array.from({ length: 10 }, (_, at) => replay(9 * HOUR + at * 1000, 'a')),
    ...Array.from({ length: 15 }, (_, at) => replay(HOUR + at * 1000, 'a')),
    ...Array.from({ length: 4 }, (_, at) => replay(2 * HOUR + at * 1000, 'b')),
    line(3 * HOUR, 'prio=2 id=611 seqno=9 matchkey=b'),
    line(2000, 'prio=5 id=1682 table=main network=192.0.2.0/24 iface=wan'),
    line(1000, 'prio=5 id=633 size=1'),
  ].join('');
}

function get(path: string, name = 'viewer'): Promise<Response> {
  return server.fetch(`api/v1/${path}`, { headers: bearer(tokens[name] ?? '') });
}

async function report(query = '', name = 'viewer') {
  const response = await get(`report${query}`, name);
  expect(response.status).toBe(200);
  return reportSchema.parse(await response.json());
}

async function act(name: string, messageId: number, action: string, body: object): Promise<void> {
  const { items } = alertPageSchema.parse(await (await get('alerts?past=false')).json());
  const alert = items.find((each) => each.messageId === messageId);
  const response = await server.fetch(`api/v1/alerts/${String(alert?.id)}/${action}`, {
    method: 'POST',
    headers: { ...bearer(tokens[name] ?? ''), 'Content-Type': 'application/json' },
    body: JSON.stringify({ version: alert?.version, ...body }),
  });
  expect(response.status).toBe(200);
}

beforeAll(async () => {
  server = await ServeProcess.start({ signIn: true, content: content() });
  tokens['viewer'] = tokenFor(server.data, 'viewer');
  tokens['admin'] = tokenFor(server.data, 'admin');
  for (const name of ['ann', 'bob']) tokens[name] = tokenFor(server.data, 'operator', name);
  server.headers = bearer(tokens['viewer']);
  await server.untilCount(33);
  await eventually('the alerts', async () => {
    return alertPageSchema.parse(await (await get('alerts?past=false')).json()).items.length >= 2;
  });
  await act('ann', 1682, 'comment', { comment: HOSTILE });
  await act('ann', 1682, 'acknowledge', { comment: 'on it' });
  await act('bob', 633, 'close', { comment: 'rebooted' });
});

afterAll(() => server.remove());

describe('gaps over HTTP', () => {
  it('[PAST-8] are none before anything was recorded, and none in the present, within seven days', async () => {
    const around = (beforeMs: number) =>
      `past/gaps?from=${new Date(start - beforeMs).toISOString()}&to=${new Date(start + HOUR).toISOString()}`;
    expect(await (await get(around(HOUR))).json()).toEqual({ items: [], notShown: 0 });
    expect((await get(around(8 * DAY))).status).toBe(400);
  });
});

describe('the report over HTTP', () => {
  it('covers the last eight hours where no time is named, from a whole minute on', async () => {
    const { from, to } = await report();
    expect(from % 60_000).toBe(0);
    expect(to - from).toBeGreaterThanOrEqual(8 * HOUR);
    expect(to - from).toBeLessThan(8 * HOUR + 60_000);
  });

  it('says who did what, and what is open at the end with what was said last', async () => {
    const { alerts, people } = await report();
    expect(people.activities.items.map(({ by, action, comment }) => [by, action, comment])).toEqual([
      ['ann', 'comment', HOSTILE],
      ['ann', 'acknowledge', 'on it'],
      ['bob', 'close', 'rebooted'],
    ]);
    expect(people.activities.items.every(({ isProgram }) => isProgram)).toBe(true);
    expect(JSON.stringify(people)).not.toContain('127.0.0.1');
    expect(alerts).toMatchObject({ handedOver: 0, ended: { over: 0, closed: 1, folded: 0 } });
    const open = alerts.openAtEndList.items.find(({ messageId }) => messageId === 1682);
    expect(open).toMatchObject({
      state: 'acknowledged',
      words: { by: 'ann', comment: 'on it' },
      answer: { by: 'ann' },
    });
    expect(alerts.openAtEndList.items.some(({ messageId }) => messageId === 633)).toBe(false);
  });

  it('compares failures with the eight hours before', async () => {
    const { failures } = await report();
    const tunnel = { gateway: 'gw.one', inventory: null };
    expect(failures.byClass.find((each) => each.class === 'replay')).toMatchObject({ count: 19, before: 10 });
    expect(failures.worst.replay).toEqual([
      { ...tunnel, matchkey: 'a', count: 15, before: 10 },
      { ...tunnel, matchkey: 'b', count: 4, before: 0 },
    ]);
    expect(failures.worst.integrity).toEqual([{ ...tunnel, matchkey: 'b', count: 1, before: 0 }]);
    expect(failures.before.isKnown).toBe(true);
    expect(failures.busiest?.count).toBe(15);
    const day = new Date(start - 20 * HOUR).toISOString();
    expect((await report(`?from=${day}`)).failures.before.isKnown).toBe(false);
  });

  it('lists changes of people and tokens for admins only, and counts them for others', async () => {
    const seen = await report('', 'admin');
    await eventually('the notes of the tokens', async () => (await report()).people.hidden >= 4);
    const { people } = await report('', 'admin');
    expect(seen.people.hidden).toBe(0);
    expect(people.activities.items.filter(({ action }) => action === 'tokenCreated').length).toBeGreaterThanOrEqual(4);
    expect((await report()).people.activities.items.some(({ target }) => target.startsWith('token'))).toBe(false);
  });

  it('ends now where the time that is asked for has not gone by', async () => {
    const from = new Date(start - HOUR).toISOString();
    const { to, madeAt } = await report(`?from=${from}&to=${new Date(start + HOUR).toISOString()}`);
    expect(to).toBe(madeAt);
  });

  it.each([
    [`from=${String(start - 8 * DAY)}&to=${String(start)}`, 'at most 7 days'],
    [`from=${String(start + HOUR)}`, 'must not be in the future'],
    [`from=${String(start - HOUR)}&to=${String(start - 2 * HOUR)}`, 'must be before to'],
    ['from=yesterday', 'from'],
    ['since=1', 'since'],
  ])('refuses ?%s and says why', async (query, words) => {
    const response = await get(`report?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'bad-request', detail: expect.stringContaining(words) });
  });
});
