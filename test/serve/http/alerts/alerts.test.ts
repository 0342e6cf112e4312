import { type Alert } from '@tunnelwatch/shared/alert';
import { alertPageSchema, apiAlertSchema } from '@tunnelwatch/shared/api';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../../../support/serve-process.js';

let server: ServeProcess;
let all: Alert[];

const line = (time: number, body: string, gateway = 'gw.one') =>
  `${new Date(time).toISOString()} ${gateway} EFW: IPSEC: ${body}\n`;

function content(): string {
  const now = Date.now();
  const past = now - 3_600_000;
  const live = [
    line(now - 3000, 'prio=5 id=1682 iface=wan'),
    line(now - 2000, 'prio=0 id=1682 iface=wan'),
    line(now - 1000, 'prio=4 id=1683 iface=wan'),
    line(now - 1000, 'prio=5 id=1682 iface=lan', 'gw.two'),
    line(now - 1000, 'prio=5 id=633 size=1', 'gw.two'),
    line(now - 1000, 'prio=4 id=1696 localip=192.0.2.1 iface=wan'),
    line(now - 1000, 'prio=4 id=7777 matchkey=a/b'),
    line(now - 1000, 'prio=4 id=7777 matchkey=a/c'),
    line(now - 1000, 'prio=2 id=278 matchkey=a/b'),
  ];
  return Array.from({ length: 1100 }, (_, at) => line(past + at, `prio=5 id=1682 iface=if${String(at)}`))
    .concat(live)
    .join('');
}

beforeAll(async () => {
  server = await ServeProcess.start({ content: content() });
  await server.untilCount(1109);
  await eventually('all alerts', async () => (await page('past=false&limit=1000')).items.length === 7);
  all = (await listAll('', 300)).sort((a, b) => b.id - a.id);
});

afterAll(() => server.remove());

async function page(query: string) {
  return alertPageSchema.parse(await server.get(`alerts?${query}`));
}

async function listAll(query: string, limit: number): Promise<Alert[]> {
  const items: Alert[] = [];
  let cursor: string | null = '';
  while (cursor !== null && items.length < 3000) {
    const found: Awaited<ReturnType<typeof page>> = await page(
      `${query}&limit=${String(limit)}${cursor && `&cursor=${cursor}`}`,
    );
    items.push(...found.items);
    cursor = found.nextCursor;
  }
  return items;
}

function acknowledge(id: number | string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return server.fetch(`api/v1/alerts/${String(id)}/acknowledge`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function expectProblem(response: Response, status: number, part: object): Promise<void> {
  expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toMatchObject({ type: 'about:blank', title: expect.any(String), status, ...part });
  expect(response.status).toBe(status);
}

const nameOf = ({ subject }: Alert) =>
  subject.kind === 'interface' ? subject.iface : subject.kind === 'tunnel' ? subject.matchkey : '';
const live = (messageId: number, name: string) => {
  const found = all.find((alert) => !alert.isPast && alert.messageId === messageId && nameOf(alert) === name);
  if (found === undefined) throw new Error(`no alert of ${String(messageId)} on ${name}`);
  return found;
};

describe('the list of alerts', () => {
  it('[ALM-1] [ALM-3] has every Critical and Error, the old ones as past', () => {
    expect(all).toHaveLength(1107);
    expect(all.filter((alert) => alert.isPast)).toHaveLength(1100);
    expect(live(1682, 'wan')).toMatchObject({
      count: 2,
      priority: 'urgent',
      severity: 'critical',
      state: 'unacknowledged',
    });
    expect(live(633, '')).toMatchObject({ subject: { kind: 'gateway', gateway: 'gw.two' }, class: 'memory' });
  });

  it('comes page by page, each once, the newest first', async () => {
    const found = await listAll('past=true', 97);
    expect(found.map((alert) => alert.id)).toEqual(all.filter((alert) => alert.isPast).map((alert) => alert.id));
    expect((await page('')).items).toHaveLength(100);
  });

  it.each([
    ['state=unacknowledged', (alert: Alert) => alert.state === 'unacknowledged'],
    ['state=normal', (alert: Alert) => alert.state === 'normal'],
    ['priority=high', (alert: Alert) => alert.priority === 'high'],
    ['gateway=gw.two', (alert: Alert) => gatewayOf(alert.subject) === 'gw.two'],
    ['matchkey=a/b', (alert: Alert) => nameOf(alert) === 'a/b'],
    ['class=memory', (alert: Alert) => alert.class === 'memory'],
    ['past=false', (alert: Alert) => !alert.isPast],
    [
      'past=false&gateway=gw.one&class=routing&priority=urgent&state=unacknowledged',
      (alert: Alert) => !alert.isPast && alert.messageId === 1682 && gatewayOf(alert.subject) === 'gw.one',
    ],
    ['class=replay', () => false],
  ] as const)('?%s leaves what it must', async (query, fits) => {
    expect(await listAll(query, 1000)).toEqual(all.filter(fits));
  });

  it.each([
    ['state=open', 'state'],
    ['priority=critical', 'priority'],
    ['class=x', 'class'],
    ['past=yes', 'past'],
    ['limit=0', 'limit'],
    ['cursor=x', 'cursor'],
    ['assigned=ann', 'assigned'],
  ])('?%s is refused by name', async (query, name) => {
    await expectProblem(await server.fetch(`api/v1/alerts?${query}`), 400, {
      code: 'bad-request',
      detail: expect.stringContaining(name),
    });
  });
});

describe('one alert', () => {
  it('is found by its number, however old it is', async () => {
    for (const alert of [all[0], all.at(-1), live(7777, 'a/c')]) {
      expect(apiAlertSchema.parse(await server.get(`alerts/${String(alert?.id)}`))).toEqual(alert);
    }
  });

  it.each(['0', '-1', '999999', 'abc', '1.5', '9'.repeat(30), '%00'])('%s is not there', async (id) => {
    await expectProblem(await server.fetch(`api/v1/alerts/${id}`), 404, { code: 'not-found' });
  });
});

describe('acknowledging', () => {
  it('[ALM-4] stores who, when and the comment', async () => {
    const { id, version } = live(1683, 'wan');
    const before = Date.now();
    const response = await acknowledge(id, { version, by: ' ann ', comment: 'on it' });
    expect(response.status).toBe(200);
    const alert = apiAlertSchema.parse(await response.json());
    expect(alert).toMatchObject({
      state: 'acknowledged',
      version: version + 1,
      acknowledgement: { by: 'ann', comment: 'on it' },
    });
    expect(alert.acknowledgement?.at).toBeGreaterThanOrEqual(before);
    expect(apiAlertSchema.parse(await server.get(`alerts/${String(id)}`))).toEqual(alert);
    expect((await listAll('state=acknowledged', 100)).map((each) => each.id)).toEqual([id]);
  });

  it('[ALM-5] is refused the second time with who was faster and with the present state', async () => {
    const { id, version } = live(633, '');
    expect((await acknowledge(id, { version, by: 'ann' })).status).toBe(200);
    await expectProblem(await acknowledge(id, { version, by: 'bob' }), 409, {
      code: 'stale-version',
      detail: expect.stringContaining('ann acknowledged this alert at'),
      current: {
        id,
        state: 'acknowledged',
        version: version + 1,
        acknowledgement: { by: 'ann', at: expect.stringMatching(/Z$/) },
      },
    });
  });

  it('[ALM-5] is refused for a version that was never seen', async () => {
    const { id, version } = live(1696, 'wan');
    await expectProblem(await acknowledge(id, { version: version + 5, by: 'ann' }), 409, {
      code: 'stale-version',
      current: { id, version },
    });
  });

  it('is refused for what is past and for what is not there', async () => {
    const past = all.find((alert) => alert.isPast);
    await expectProblem(await acknowledge(past?.id ?? 0, { version: 1, by: 'ann' }), 409, { code: 'wrong-state' });
    await expectProblem(await acknowledge(999_999, { version: 1, by: 'ann' }), 404, { code: 'not-found' });
    await expectProblem(await acknowledge('x', { version: 1, by: 'ann' }), 404, { code: 'not-found' });
  });

  it.each([
    [{ by: 'ann' }, 'version'],
    [{ version: 0, by: 'ann' }, 'version'],
    [{ version: '1', by: 'ann' }, 'version'],
    [{ version: 1, by: '   ' }, 'by'],
    [{ version: 1, by: 'x'.repeat(101) }, 'by'],
    [{ version: 1, by: 'ann', comment: 7 }, 'comment'],
    [{ version: 1, by: 'ann', comment: 'x'.repeat(2001) }, 'comment'],
    [{ version: 1, by: 'ann', until: 'tomorrow' }, 'until'],
    [[], 'object'],
    ['null', ''],
    ['"text"', ''],
    ['{"version": 1', ''],
    ['', 'version'],
  ])('%j is refused by name', async (body, name) => {
    const { id } = live(1696, 'wan');
    await expectProblem(await acknowledge(id, body), 400, {
      code: 'bad-request',
      detail: expect.stringContaining(name),
    });
    expect(await server.get(`alerts/${String(id)}`)).toMatchObject({ state: 'unacknowledged' });
  });

  it('is refused in a body that is no JSON or larger than 64 KiB', async () => {
    const { id } = live(1696, 'wan');
    const text = await acknowledge(id, { version: 1, by: 'ann' }, { 'Content-Type': 'text/plain' });
    await expectProblem(text, 400, { detail: expect.stringContaining('application/json') });
    const large = await acknowledge(id, { version: 1, by: 'ann', comment: 'x'.repeat(70_000) });
    await expectProblem(large, 413, { code: 'payload-too-large' });
  });

  it('is refused from a page of another site', async () => {
    const { id } = live(1696, 'wan');
    for (const origin of ['http://example.com', 'null', 'http://127.0.0.1:1']) {
      await expectProblem(await acknowledge(id, { version: 1, by: 'ann' }, { Origin: origin }), 403, {
        code: 'forbidden-origin',
      });
    }
    const own = new URL(server.url).origin;
    expect((await acknowledge(id, { version: 1, by: 'ann' }, { Origin: own })).status).toBe(200);
  });
});

it('is all still there after the server was killed, and goes on counting', async () => {
  const before = await listAll('past=false', 1000);
  await server.end('SIGKILL');
  server = await ServeProcess.start({ directory: server.directory });
  expect(await listAll('past=false', 1000)).toEqual(before);
  server.append(
    line(Date.now(), 'prio=5 id=1682 iface=wan').trimEnd(),
    line(Date.now(), 'prio=5 id=1682 iface=new').trimEnd(),
  );
  await server.untilCount(1111);
  const after = await listAll('past=false', 1000);
  expect(after.find((alert) => alert.id === live(1682, 'wan').id)).toMatchObject({ count: 3, state: 'unacknowledged' });
  expect(after[0]).toMatchObject({ id: (all[0]?.id ?? 0) + 1, count: 1, subject: { iface: 'new' } });
});
