import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alertPageSchema,
  apiSeriesResponseSchema,
  apiTunnelDiagnosisSchema,
  eventPageSchema,
  sourcePageSchema,
  tunnelPageSchema,
} from '@tunnelwatch/shared/api';
import { textOf } from '../support/follower.js';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';

const MINUTE = 60_000;

/** Lines that a gateway wrote at one second, so many times in a row, and how a receiver says so. */
interface Run {
  body: string;
  times: number;
  how: 'bracketed' | 'note' | 'note without a host';
}

const drop = (seqno: number, key: string) =>
  `IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=${String(seqno)} windowbase=900 windowsize=64 matchkey=${key}`;
const CRITICAL = 'IPSEC: prio=0 id=1682 rev=1 event="SA lookup failed" iface=ipsec1';
const OTHER = 'CONN: prio=1 id=600001 rev=1 event=conn_open connipproto=UDP';

const RUNS: readonly Run[] = [
  { body: drop(7, 'a1'), times: 6, how: 'bracketed' },
  { body: OTHER, times: 4, how: 'note' },
  { body: drop(8, 'a2'), times: 3, how: 'note' },
  { body: CRITICAL, times: 4, how: 'bracketed' },
  { body: drop(9, 'a1'), times: 2, how: 'note without a host' },
  // Enough of them become a segment, of which not every line is folded.
  ...Array.from({ length: 5000 }, (_, at): Run => ({
    body: drop(10 + at, `b${String(at % 7)}`),
    times: 1 + (at % 3),
    how: 'bracketed',
  })),
];

const stamp = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+00:00');

function plainLines(at: number): string[] {
  return RUNS.flatMap(({ body, times }) => new Array<string>(times).fill(`${stamp(at)} gw1 EFW: ${body}`));
}

function foldedLines(at: number): string[] {
  return RUNS.flatMap(({ body, times, how }) => {
    const first = `${stamp(at)} gw1 EFW: ${body}`;
    if (times === 1) return [first];
    const more = String(times - 1);
    if (how === 'note') return [first, `${stamp(at)} gw1 last message repeated ${more} times`];
    if (how === 'note without a host') return [first, `${stamp(at)} last message repeated ${more} times`];
    return [first, `${stamp(at)} gw1 EFW: message repeated ${more} times: [ ${body}]`];
  });
}

/** Everything that counts. */
async function countsOf(server: ServeProcess, at: number) {
  const from = Math.floor(at / MINUTE) * MINUTE;
  const range = `from=${new Date(from).toISOString()}&to=${new Date(from + MINUTE).toISOString()}`;
  const series = async (by: string) =>
    apiSeriesResponseSchema
      .parse(await server.get(`series?by=${by}&step=1&top=50&${range}`))
      .series.map(({ name, total, points }) => ({ name, total, points }));
  const tunnels = tunnelPageSchema.parse(await server.get('tunnels?limit=100')).items;
  const alerts = alertPageSchema.parse(await server.get('alerts?limit=100')).items;
  const diagnosis = apiTunnelDiagnosisSchema.parse(await server.get(`tunnels/gw1/b1/diagnosis?${range}`));
  return {
    all: await server.count(''),
    replays: await server.count('class=replay'),
    ofTunnel: await server.count('gateway=gw1&matchkey=a1'),
    critical: await server.count(`messageId=1682&${range}`),
    byTunnel: await series('tunnel'),
    byMessage: await series('messageId'),
    tunnels: tunnels.map(({ matchkey, counts }) => ({ matchkey, counts })),
    alerts: alerts.filter(({ rule }) => rule.startsWith('message-')).map(({ rule, count }) => [rule, count]),
    diagnosed: [
      diagnosis.events,
      diagnosis.analysed,
      diagnosis.verdicts.map(({ name, share, confidence }) => ({ name, share, confidence })),
    ],
  };
}

describe('lines that a receiver folded', () => {
  const at = Math.floor(Date.now() / 1000) * 1000 - 1000;
  let folded: ServeProcess;
  let counted: unknown;

  beforeAll(async () => {
    const plain = await ServeProcess.start({ content: textOf(plainLines(at)) });
    const events = RUNS.filter(({ body }) => body.startsWith('IPSEC')).reduce((sum, { times }) => sum + times, 0);
    await plain.untilCount(events);
    counted = await countsOf(plain, at);
    await plain.remove();
    folded = await ServeProcess.start({ content: textOf(foldedLines(at)) });
    await folded.untilCount(events);
  });

  afterAll(async () => {
    await folded.remove();
  });

  it('count everywhere as if each had been written out', async () => {
    expect(await countsOf(folded, at)).toEqual(counted);
  });

  it('are one line each of the source, none unreadable', async () => {
    const { length: lines } = foldedLines(at);
    const counts = async () => sourcePageSchema.parse(await folded.get('sources')).items[0]?.counts;
    await eventually('the report on all lines', async () => (await counts())?.lines === lines);
    expect(await counts()).toMatchObject({ other: 2, unreadable: 0 });
  });

  it('are stored once, and say how often they count', async () => {
    const { items } = eventPageSchema.parse(await folded.get('events?gateway=gw1&matchkey=a1'));
    expect(items.map(({ repeats, messageId }) => [messageId, repeats])).toEqual([
      [278, 1],
      [278, 1],
      [278, 5],
      [278, 1],
    ]);
    const csv = await (await folded.fetch('api/v1/events/export?format=csv&gateway=gw1&matchkey=a1')).text();
    const [header = '', ...rows] = csv.trim().split('\r\n');
    expect(header.split(',').at(-1)).toBe('repeats');
    expect(rows.map((row) => row.split(',').at(-1)).sort()).toEqual(['"1"', '"1"', '"1"', '"5"']);
  });

  it('count the same after a restart, and the store is sound', async () => {
    const { directory } = folded;
    await folded.end();
    expect(await runCli(['check-data', '--data', join(directory, 'data')])).toMatchObject({ code: 0, err: '' });
    folded = await ServeProcess.start({ directory });
    expect(await countsOf(folded, at)).toEqual(counted);
  });
});

describe('a note that the line before was repeated', () => {
  it('is unreadable where that line is not known, or is of another host', async () => {
    const now = Date.now();
    const lines = [
      `${stamp(now)} gw1 last message repeated 4 times`,
      `${stamp(now)} gw1 EFW: ${drop(7, 'a1')}`,
      `${stamp(now)} gw2 last message repeated 4 times`,
      `${stamp(now)} gw1 last message repeated 2 times`,
      `${stamp(now)} gw1 last message repeated 1 time`,
      `${stamp(now)} gw1 EFW: ${drop(8, 'a2')}`,
      `${stamp(now)} gw1 last message repeated 1 time`,
    ];
    const server = await ServeProcess.start({ content: textOf(lines) });
    await server.untilCount(6);
    expect(await server.count('matchkey=a2')).toBe(2);
    await eventually('both', async () => {
      const [source] = sourcePageSchema.parse(await server.get('sources')).items;
      return source?.unreadableByReason['repeats-unknown'] === 2;
    });
    await server.remove();
  });

  it('is of the same host in another case or with its domain, and of the time of that line where it has none', async () => {
    const yesterday = Date.now() - 24 * 3_600_000;
    const lines = [
      `${stamp(yesterday)} gw1 EFW: ${drop(7, 'a1')}`,
      `${stamp(yesterday)} GW1.noc.example last message repeated 2 times`,
      'last message repeated 3 times',
    ];
    const server = await ServeProcess.start({ content: textOf(lines) });
    await server.untilCount(6);
    expect(await server.count(`from=${new Date(Date.now() - 3_600_000).toISOString()}`)).toBe(0);
    await server.remove();
  });
});
