import { apiTunnelSchema, tunnelPageSchema } from '@tunnelwatch/shared/api';
import { toPathSegment } from '@tunnelwatch/shared/subject';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../../../support/serve-process.js';
import { CONTENT, HOSTILE_NAMES, KNOWN, type KnownEvent } from '../known-content.js';

let server: ServeProcess;

const TUNNEL_EVENTS = KNOWN.filter((event) => event.matchkey !== null);
const NEWEST = Math.max(...KNOWN.map((event) => event.time));

beforeAll(async () => {
  server = await ServeProcess.start({ content: CONTENT });
  await server.untilCount(KNOWN.length);
  // The pages follow the store by a message, so a moment later.
  await eventually('the model', async () => totalOf((await page('limit=1000')).items) === TUNNEL_EVENTS.length);
});

afterAll(() => server.remove());

const totalOf = (tunnels: readonly { total: number }[]) => tunnels.reduce((sum, { total }) => sum + total, 0);

async function page(query: string) {
  return tunnelPageSchema.parse(await server.get(`tunnels?${query}`));
}

/** What must be known of the tunnel that has these events, as of the newest event of all. */
function summaryOf(events: readonly KnownEvent[]): object {
  const minute = (time: number) => Math.floor(time / 60_000);
  const within = (minutes: number) => events.filter(({ time }) => minute(time) > minute(NEWEST) - minutes);
  const failures = (of: readonly KnownEvent[]) => of.filter((event) => event.class !== 'unknown');
  const counts = (of: readonly KnownEvent[]) =>
    Object.fromEntries(events.map((event) => [event.class, of.filter((other) => other.class === event.class).length]));
  return {
    firstTime: Math.min(...events.map(({ time }) => time)),
    lastTime: Math.max(...events.map(({ time }) => time)),
    total: events.length,
    counts: counts(events),
    recent: counts(within(60)),
    recentTotal: failures(within(60)).length,
    perMinute: failures(within(5)).length / 5,
    verdict: null,
    inventory: null,
  };
}

describe('one tunnel', () => {
  it.each(HOSTILE_NAMES.map((name) => [JSON.stringify(name), name] as const))(
    '%s is found under its path',
    async (_, matchkey) => {
      for (const gateway of ['gw.one', 'gw.two']) {
        const own = TUNNEL_EVENTS.filter((event) => event.matchkey === matchkey && event.gateway === gateway);
        const path = `tunnels/${toPathSegment(gateway)}/${toPathSegment(matchkey)}`;
        expect(apiTunnelSchema.parse(await server.get(path))).toEqual({ gateway, matchkey, ...summaryOf(own) });
      }
    },
  );

  it.each(['tunnels/gw.one/nothing', 'tunnels/gw.none/1', 'tunnels/gw.one', 'tunnels/gw.one/a/b', 'tunnels/~/~'])(
    '%s is not there',
    async (path) => {
      const response = await server.fetch(`api/v1/${path}`);
      expect(response.status).toBe(404);
      expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
      expect(await response.json()).toMatchObject({ status: 404, code: 'not-found' });
    },
  );

  it('has a path that is percent-encoded well, or is refused', async () => {
    const response = await server.fetch('api/v1/tunnels/gw.one/%E0%A4%A');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'bad-request' });
  });
});

describe('the list of tunnels', () => {
  it('has each once, page by page', async () => {
    const names: string[] = [];
    let cursor: string | null = '0';
    while (cursor !== null && names.length < 1000) {
      const found: Awaited<ReturnType<typeof page>> = await page(`sort=matchkey&order=asc&limit=7&cursor=${cursor}`);
      names.push(...found.items.map((tunnel) => JSON.stringify([tunnel.gateway, tunnel.matchkey])));
      expect(found.total).toBe(2 * HOSTILE_NAMES.length);
      cursor = found.nextCursor;
    }
    const expected = HOSTILE_NAMES.flatMap((name) =>
      ['gw.one', 'gw.two'].map((gateway) => JSON.stringify([gateway, name])),
    );
    expect(names.sort()).toEqual(expected.sort());
  });

  it.each([
    ['total', (event: Tunnel) => event.total],
    ['recent', (event: Tunnel) => event.recentTotal],
    ['replay', (event: Tunnel) => event.recent.replay ?? 0],
    ['integrity', (event: Tunnel) => event.recent.integrity ?? 0],
    ['first', (event: Tunnel) => event.firstTime],
    ['last', (event: Tunnel) => event.lastTime],
  ] as const)('is sorted by %s, upwards and downwards', async (sort, value) => {
    for (const order of ['asc', 'desc']) {
      const { items } = await page(`sort=${sort}&order=${order}&limit=1000`);
      const values = items.map(value);
      expect(values).toEqual(values.toSorted((a, b) => (order === 'asc' ? a - b : b - a)));
      expect(new Set(values).size).toBeGreaterThan(1);
    }
  });

  it('is filtered by gateway and by a part of either name, in any case', async () => {
    expect((await page('gateway=gw.one&limit=1000')).items.every((tunnel) => tunnel.gateway === 'gw.one')).toBe(true);
    expect((await page('gateway=gw.none')).items).toEqual([]);
    expect((await page('q=GW.TWO&limit=1')).total).toBe(HOSTILE_NAMES.length);
    expect((await page('q=ONERROR')).items.map((tunnel) => tunnel.matchkey)).toEqual(Array(2).fill(HOSTILE_NAMES[14]));
    expect(
      (await page(`q=${encodeURIComponent('%2f')}&gateway=gw.one`)).items.map((tunnel) => tunnel.matchkey).sort(),
    ).toEqual(['%2F', 'a%2Fb']);
  });

  it.each([
    ['sort=name', 'sort'],
    ['order=up', 'order'],
    ['limit=0', 'limit'],
    ['cursor=-1', 'cursor'],
    ['cursor=x', 'cursor'],
    ['cursor=1.5', 'cursor'],
    ['matchkey=1', 'matchkey'],
  ])('?%s is refused by name', async (query, name) => {
    const response = await server.fetch(`api/v1/tunnels?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'bad-request', detail: expect.stringContaining(name) });
  });
});

type Tunnel = Awaited<ReturnType<typeof page>>['items'][number];
