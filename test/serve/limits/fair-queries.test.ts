import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tunnelPageSchema } from '@tunnelwatch/shared/api';
import { problemSchema } from '@tunnelwatch/shared/error-code';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStore } from '../../bench/support/make-store.js';
import { bearer, tokenFor } from '../../support/known-people.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';

/** Enough that a search for a text that only reading the stamp of each line tells to be in none takes a second. */
const EVENTS = 250_000;
const SLOW = 'api/v1/events?q=T99:99:9';
const SMALL = 'api/v1/events?limit=1';

let server: ServeProcess;
let one: Record<string, string>;
let other: Record<string, string>;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-fair-'));
  const dataDirectory = join(directory, 'data');
  mkdirSync(dataDirectory);
  const to = Date.now() - 60_000;
  makeStore({ dataDirectory, events: EVENTS, from: to - 86_400_000, to, seed: 1 });
  server = await ServeProcess.start({ directory, content: '', signIn: true });
  one = bearer(tokenFor(dataDirectory, 'viewer', 'one'));
  other = bearer(tokenFor(dataDirectory, 'viewer', 'other'));
}, 120_000);

afterAll(() => server.remove());

async function metric(name: string): Promise<number> {
  const text = await (await server.fetch('metrics', { headers: other })).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  if (line === undefined) throw new Error(`no ${name} in\n${text}`);
  return Number(line.slice(name.length + 1));
}

const ended = (outcome: string) => metric(`tunnelwatch_queries_total{outcome="${outcome}"}`);

describe('slow questions of one person', () => {
  it('[LIVE-20] end when nobody waits for them, and a small question of another is answered', async () => {
    const before = await ended('abandoned');
    const gone = new AbortController();
    const slow = Array.from({ length: 20 }, () => server.fetch(SLOW, { headers: one, signal: gone.signal }));
    const endings = Promise.allSettled(slow);
    await eventually('20 questions wait or run', async () => (await metric('tunnelwatch_queries_pending')) >= 20);
    gone.abort();
    await endings;
    expect((await server.fetch(SMALL, { headers: other })).status).toBe(200);
    await eventually('no question is left', async () => (await metric('tunnelwatch_queries_pending')) === 0);
    expect((await ended('abandoned')) - before, 'none of them ran to its end').toBe(20);
  });

  it('[LIVE-21] are overtaken by a small question of another, and answered in the end', async () => {
    const slow = Array.from({ length: 2 }, () => server.fetch(SLOW, { headers: one }));
    let answered = 0;
    for (const each of slow) void each.then(() => (answered += 1));
    await eventually('they wait or run', async () => (await metric('tunnelwatch_queries_pending')) >= 2);
    expect((await server.fetch(SMALL, { headers: other })).status).toBe(200);
    expect(answered, 'the small one was faster').toBeLessThan(2);
    const statuses = (await Promise.all(slow)).map(({ status }) => status);
    expect(statuses).toEqual([200, 200]);
  });

  it('[LIVE-21] are overtaken during an export, which is read in parts', async () => {
    const reading = await server.fetch('api/v1/events/export?format=ndjson', { headers: one });
    const reader = reading.body?.getReader();
    await reader?.read();
    expect((await server.fetch(SMALL, { headers: other })).status).toBe(200);
    expect((await reader?.read())?.done, 'the export goes on').toBe(false);
    await reader?.cancel();
  });

  it('[LIVE-26] are evidence packs, two at once for each person, whatever others make', async () => {
    const { items } = tunnelPageSchema.parse(
      await (await server.fetch('api/v1/tunnels?limit=1', { headers: one })).json(),
    );
    const [tunnel] = items;
    if (tunnel === undefined) throw new Error('there is no tunnel');
    const names = [tunnel.gateway, tunnel.matchkey].map((name) => encodeURIComponent(name)).join('/');
    const pack = (headers: Record<string, string>) => server.fetch(`api/v1/tunnels/${names}/evidence`, { headers });
    const [first, second, third, others] = await Promise.all([pack(one), pack(one), pack(one), pack(other)]);
    expect([first, second, third].map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 429]);
    expect(others.status).toBe(200);
    const refused = [first, second, third].find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('10');
    expect(problemSchema.parse(await refused?.json()).detail).toContain('2 evidence packs of yours');
    for (const each of [first, second, third, others]) if (!each.bodyUsed) await each.arrayBuffer();
  });

  it('[LIVE-23] are refused beyond 32 at once with 429, and others are not', async () => {
    const gone = new AbortController();
    const limited = await metric('tunnelwatch_limited_total{limit="queries"}');
    const held = Array.from({ length: 32 }, () => server.fetch(SLOW, { headers: one, signal: gone.signal }));
    const endings = Promise.allSettled(held);
    await eventually('32 wait or run', async () => (await metric('tunnelwatch_queries_pending')) >= 32);
    const refused = await server.fetch(SMALL, { headers: one });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(problemSchema.parse(await refused.json())).toMatchObject({
      code: 'too-many-requests',
      detail: 'more than 32 of your requests are being answered: wait for some of them',
    });
    expect((await server.fetch(SMALL, { headers: other })).status).toBe(200);
    expect((await metric('tunnelwatch_limited_total{limit="queries"}')) - limited).toBe(1);
    gone.abort();
    await endings;
    await eventually('they have left', async () => (await server.fetch(SMALL, { headers: one })).status === 200);
  });
});
