import { eventPageSchema } from '@tunnelwatch/shared/api';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { SEVERITIES } from '@tunnelwatch/shared/severity';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServeProcess } from '../../../support/serve-process.js';
import { BASE_TIME, CONTENT, HOSTILE_NAMES, KNOWN, knownUnder, NUMBERS } from '../known-content.js';

let server: ServeProcess;

beforeAll(async () => {
  server = await ServeProcess.start({ content: CONTENT });
  await server.untilCount(KNOWN.length);
});

afterAll(() => server.remove());

const hour = (hours: number) => BASE_TIME + hours * 3_600_000;

const FILTERS: readonly Record<string, string>[] = [
  {},
  { gateway: 'gw.one' },
  { gateway: 'gw.none' },
  ...HOSTILE_NAMES.map((matchkey) => ({ matchkey })),
  { iface: 'wan' },
  { iface: 'a b' },
  { messageId: '278' },
  { messageId: '99999' },
  { messageId: '0' },
  ...COUNTED_CLASSES.map((name) => ({ class: name })),
  ...SEVERITIES.map((severity) => ({ severity })),
  { from: String(hour(1)) },
  { from: new Date(hour(1)).toISOString(), to: '2026-02-10T10:30:00+01:00' },
  { to: String(hour(0.5)) },
  { from: String(hour(2) + 1), to: String(hour(2) + 1) },
  { from: '0', to: '9999999999999999' },
  { q: 'windowBASE=0xF' },
  { q: '%' },
  { q: '_' },
  { q: '\\' },
  { q: "'; DROP TABLE event; --" },
];

/** Any mixture of filters. */
const mixture = fc
  .record(
    {
      gateway: fc.constantFrom('gw.one', 'gw.two', 'gw.three'),
      matchkey: fc.constantFrom(...HOSTILE_NAMES),
      iface: fc.constantFrom('wan', 'a b'),
      messageId: fc.constantFrom('278', '611', '1682', '632'),
      class: fc.constantFrom(...COUNTED_CLASSES),
      severity: fc.constantFrom(...SEVERITIES),
      from: fc.integer({ min: hour(-1), max: hour(3) }).map(String),
      to: fc.integer({ min: hour(0), max: hour(7) }).map(String),
      q: fc.constantFrom('nr=1', 'GW', 'iface'),
    },
    { requiredKeys: [] },
  )
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)));

const queryOf = (filter: Readonly<Record<string, string>>) => new URLSearchParams(filter).toString();

async function page(query: string) {
  return eventPageSchema.parse(await server.get(`events?${query}`));
}

/** All pages, one after the other. */
async function listAll(filter: Readonly<Record<string, string>>, limit: number) {
  const items = [];
  let cursor: string | null = '';
  for (let pages = 0; cursor !== null && pages <= KNOWN.length; pages++) {
    const more: Record<string, string> = cursor === '' ? {} : { cursor };
    const found: Awaited<ReturnType<typeof page>> = await page(queryOf({ ...filter, limit: String(limit), ...more }));
    expect(found.items.length).toBeLessThanOrEqual(limit);
    items.push(...found.items);
    cursor = found.nextCursor;
  }
  expect(cursor, 'the cursor at the end').toBeNull();
  return items;
}

describe('events', () => {
  it.each(FILTERS.map((filter) => [queryOf(filter), filter] as const))(
    '?%s leaves what it must',
    async (query, filter) => {
      const expected = knownUnder(filter);
      expect(await server.count(query)).toBe(expected.length);
      const { items } = await page(`${query}&limit=1000`);
      expect(items.map((item) => item.raw)).toEqual(expected.map((event) => event.line));
    },
  );

  it('take any mixture of filters; list, count and both exports agree', async () => {
    await fc.assert(
      fc.asyncProperty(mixture, fc.integer({ min: 1, max: 300 }), async (filter, limit) => {
        const expected = knownUnder(filter).map((event) => event.line);
        const query = queryOf(filter);
        expect(await server.count(query)).toBe(expected.length);
        expect(
          (await listAll(filter, Math.max(limit, Math.ceil(expected.length / 4)))).map((item) => item.raw),
        ).toEqual(expected);
        const ndjson = await (await server.fetch(`api/v1/events/export?format=ndjson&${query}`)).text();
        const rows = ndjson.split('\n').slice(0, -1);
        expect(rows.map((row) => Reflect.get(Object(JSON.parse(row)), 'raw'))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('come page by page, each once, newest first', async () => {
    for (const limit of [1000, 100, 7]) {
      const items = await listAll({}, limit);
      expect(items.map((item) => item.raw)).toEqual(knownUnder({}).map((event) => event.line));
      expect(new Set(items.map((item) => item.seq)).size).toBe(KNOWN.length);
    }
    expect((await page('')).items).toHaveLength(100);
  });

  it('of a rare kind come page by page too', async () => {
    for (const filter of [{ class: 'routing' }, { messageId: '1682', gateway: 'gw.one', to: String(hour(3)) }]) {
      expect((await listAll(filter, 2)).map((item) => item.raw)).toEqual(knownUnder(filter).map((event) => event.line));
    }
  });

  it('say what they are about, with every parameter as written and 64-bit numbers whole', async () => {
    for (const event of [KNOWN[0], KNOWN[5], KNOWN[703], KNOWN[710]]) {
      if (event === undefined) throw new Error('the content is too short');
      const query = queryOf({ q: event.line.slice(0, 199), limit: '1000' });
      const answer = Object(await server.get(`events?${query}`));
      const found = answer.items.find((item: { raw: string }) => item.raw === event.line);
      expect(found).toMatchObject({
        time: new Date(event.time).toISOString(),
        gateway: event.gateway,
        matchkey: event.matchkey,
        iface: event.iface,
        messageId: event.messageId,
        class: event.class,
        severity: event.severity,
        source: server.log,
        isKnown: event.messageId !== 99_999,
      });
      expect(found.receivedTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      if (event.matchkey === null) continue;
      const parameters = Object.entries(found.parameters);
      expect(parameters.slice(0, 6)).toEqual([
        ['matchkey', event.matchkey],
        ['__proto__', '1'],
        ...Object.entries(NUMBERS).map(([name, [written]]) => [name, written]),
      ]);
      expect(found.numbers).toMatchObject(
        Object.fromEntries(Object.entries(NUMBERS).map(([name, [, n]]) => [name, n])),
      );
    }
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=x', 'limit'],
    ['cursor=x', 'cursor'],
    ['class=nothing', 'class'],
    ['severity=bad', 'severity'],
    ['messageId=278abc', 'messageId'],
    ['messageId=-1', 'messageId'],
    ['from=yesterday', 'from'],
    ['to=2026-02-30T00:00:00Z', 'to'],
    ['gateway=a&gateway=b', 'gateway'],
    [`matchkey=${'x'.repeat(8193)}`, 'matchkey'],
    [`q=${'x'.repeat(201)}`, 'q'],
    ['gatewway=gw.one', 'gatewway'],
    ['__proto__=1', '__proto__'],
    ['format=csv', 'format'],
  ])('?%.60s is refused by name', async (query, name) => {
    const response = await server.fetch(`api/v1/events?${query}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'bad-request',
      detail: expect.stringContaining(name),
    });
  });

  it('are counted whole: a count takes no limit', async () => {
    const response = await server.fetch('api/v1/events/count?limit=1');
    expect(await response.json()).toMatchObject({ status: 400, detail: expect.stringContaining('limit') });
  });
});

describe('the export', () => {
  it('is CSV (RFC 4180) in which no cell is a formula', async () => {
    const response = await server.fetch('api/v1/events/export?format=csv');
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename=tunnelwatch-events.csv');
    const text = await response.text();
    const [header, ...rows] = parseCsv(text);
    expect(header?.slice(0, 6)).toEqual(['seq', 'time', 'receivedTime', 'gateway', 'member', 'matchkey']);
    const expected = knownUnder({});
    expect(rows).toHaveLength(expected.length);
    rows.forEach((row, at) => {
      const event = expected[at];
      const written = event?.matchkey ?? '';
      expect(row).toHaveLength(header?.length ?? 0);
      expect(row[5]).toBe(/^[=+\-@]/.test(written) ? `'${written}` : written);
      expect(row[header?.indexOf('raw') ?? -1]).toBe(event?.line);
      for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    });
  });

  it('is one JSON object a line, the same as in the list', async () => {
    const response = await server.fetch('api/v1/events/export?format=ndjson&gateway=gw.two');
    expect(response.headers.get('Content-Type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\n');
    const { items } = Object(await server.get('events?gateway=gw.two&limit=1000'));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(items);
  });

  it('needs a format, and is refused without being a download', async () => {
    for (const query of ['', 'format=xml', 'format=csv&limit=3', 'format=csv&class=x']) {
      const response = await server.fetch(`api/v1/events/export?${query}`);
      expect(response.status).toBe(400);
      expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
      expect(response.headers.get('Content-Disposition')).toBeNull();
    }
  });

  it('stops when the client goes away, and the server goes on', async () => {
    const abort = new AbortController();
    const response = await server.fetch('api/v1/events/export?format=csv', { signal: abort.signal });
    abort.abort();
    await expect(response.text()).rejects.toThrow();
    expect(await server.count()).toBe(KNOWN.length);
    expect(server.errors).toBe('');
  });
});

/** Rows of quoted or bare cells, as RFC 4180 has them. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\r\n') rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}
