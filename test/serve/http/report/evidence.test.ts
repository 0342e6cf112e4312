import { strFromU8, unzipSync } from 'fflate';
import { alertPageSchema, apiTunnelDiagnosisSchema } from '@tunnelwatch/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually, ServeProcess } from '../../../support/serve-process.js';

const NOW = Date.now();
const HOSTILE = '<script>alert(1)</script>"&\'';

function line(secondsAgo: number, rest: string): string {
  return `${new Date(NOW - secondsAgo * 1000).toISOString()} gw1 EFW: IPSEC: ${rest}`;
}

const OLD = line(7200, 'prio=2 id=278 matchkey=4711 seqno=1 windowbase=100 windowsize=64');
const BEFORE = line(300, 'prio=2 id=611 matchkey=4711 seqno=7');
const ALERT = line(60, 'prio=4 id=1696 matchkey=4711 localip=192.0.2.1');
const OTHER = line(60, 'prio=2 id=278 matchkey=4712 seqno=2 windowbase=100 windowsize=64');
const STRANGE = Buffer.from([0x20, 0xff, 0x00, 0x09]);

let server: ServeProcess;

beforeAll(async () => {
  const content = Buffer.concat([
    Buffer.from(`${OLD}\n${BEFORE}`),
    STRANGE,
    Buffer.from(`\n${ALERT}\n${OTHER}\n${line(30, `prio=4 id=1696 matchkey="${HOSTILE}"`)}\n`),
  ]);
  server = await ServeProcess.start({ content });
  await eventually('both alerts', async () => (await alerts()).length === 2);
});

afterAll(() => server.remove());

async function alerts() {
  return alertPageSchema.parse(await server.get('alerts')).items;
}

async function packOf(path: string) {
  const response = await server.fetch(`api/v1/${path}`);
  expect(response.status).toBe(200);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return {
    name: response.headers.get('Content-Disposition') ?? '',
    names: Object.keys(files).sort(),
    text: (name: string) => strFromU8(files[name] ?? new Uint8Array()),
    bytes: (name: string) => Buffer.from(files[name] ?? []),
  };
}

async function alertOf(matchkey: string) {
  const found = (await alerts()).find(({ subject }) => subject.kind === 'tunnel' && subject.matchkey === matchkey);
  expect(found).toBeDefined();
  return found?.id ?? 0;
}

describe('the evidence pack of an alert', () => {
  it('[PEO-14] holds its lines byte for byte, what happened to it, and the words of the catalogue', async () => {
    const id = await alertOf('4711');
    const body = JSON.stringify({ version: 1, by: 'Ada', comment: 'called the site' });
    const headers = { 'Content-Type': 'application/json' };
    expect((await server.fetch(`api/v1/alerts/${id}/acknowledge`, { method: 'POST', headers, body })).status).toBe(200);
    const pack = await packOf(`alerts/${id}/evidence`);
    expect(pack.name).toBe(`attachment; filename=tunnelwatch-alert-${id}.zip`);
    expect(pack.names).toEqual([
      ...['about.json', 'alert.json', 'catalogue.json', 'chart.svg', 'diagnosis.json', 'events.csv', 'history.json'],
      ...['lines.log', 'report.html'],
    ]);
    // What the tunnel logged in the ten minutes before belongs to it; an older line and another tunnel's do not.
    const lines = Buffer.concat([Buffer.from(BEFORE), STRANGE, Buffer.from(`\n${ALERT}\n`)]);
    expect(pack.bytes('lines.log')).toEqual(lines);
    expect(pack.text('events.csv').trimEnd().split('\r\n')).toHaveLength(3);
    const about = z.object({ events: z.number(), packed: z.number(), made: z.object({ tunnelwatch: z.string() }) });
    expect(about.parse(JSON.parse(pack.text('about.json')))).toMatchObject({ events: 2, packed: 2 });
    const entries = z.array(z.object({ id: z.number() })).parse(JSON.parse(pack.text('catalogue.json')));
    expect(entries.map((entry) => entry.id).sort()).toEqual([1696, 611]);
    const report = pack.text('report.html');
    expect(report).toMatch(/Acknowledged<\/th>\s*<td>by Ada at [^<]*: called the site</);
    for (const words of ['called the site', 'Ada', 'Vendor recommendation', 'acknowledged', '<svg']) {
      expect(report).toContain(words);
    }
    // A pack is passed on: it has who acted, not from where.
    expect(JSON.parse(pack.text('history.json'))).toMatchObject([{}, { actor: { name: 'Ada', address: null } }]);
    expect(pack.text('chart.svg')).toContain('policy 1');
    expect(report).toContain('2 drops are too few for a verdict');
    expect(apiTunnelDiagnosisSchema.parse(JSON.parse(pack.text('diagnosis.json')))).toMatchObject({ events: 2 });
  });

  it('is text only, whatever the names are', async () => {
    const pack = await packOf(`alerts/${await alertOf(HOSTILE)}/evidence`);
    for (const name of ['report.html', 'chart.svg']) expect(pack.text(name)).not.toContain('<script');
    expect(pack.text('report.html')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;&#39;');
  });

  it('is not there without the alert', async () => {
    expect((await server.fetch('api/v1/alerts/999/evidence')).status).toBe(404);
  });
});

describe('the evidence pack of a tunnel', () => {
  it('names the alerts on it with what was done about them, and what it was made with', async () => {
    const pack = await packOf('tunnels/gw1/4711/evidence');
    const alert = z.object({
      subject: z.object({ matchkey: z.literal('4711') }),
      acknowledgement: z.object({ comment: z.string() }),
      history: z.array(z.object({ action: z.string() })),
    });
    const [only, ...others] = z.array(alert).parse(JSON.parse(pack.text('alerts.json')));
    expect([only?.acknowledgement.comment, others]).toEqual(['called the site', []]);
    expect(only?.history.map(({ action }) => action)).toEqual(['opened', 'acknowledge']);
    expect(pack.text('report.html')).toContain('Alerts in this period');
    const about = z.object({ catalogue: z.object({ entries: z.number(), fromUser: z.number() }) });
    expect(about.parse(JSON.parse(pack.text('about.json'))).catalogue).toEqual({ entries: 23, fromUser: 0 });
  });

  it('holds the window that is asked for, or the range', async () => {
    const hour = await packOf('tunnels/gw1/4711/evidence');
    expect(hour.name).toBe('attachment; filename=tunnelwatch-tunnel-gw1-4711.zip');
    expect(hour.text('lines.log')).not.toContain(OLD);
    expect(hour.names).not.toContain('alert.json');
    expect((await packOf('tunnels/gw1/4711/evidence?window=24h')).text('lines.log')).toContain(OLD);
    const from = new Date(NOW - 7_201_000).toISOString();
    const to = new Date(NOW - 7_199_000).toISOString();
    expect((await packOf(`tunnels/gw1/4711/evidence?from=${from}&to=${to}`)).text('lines.log')).toBe(`${OLD}\n`);
    const wrong = await server.fetch(`api/v1/tunnels/gw1/4711/evidence?from=${to}&to=${from}`);
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('from: must be before to')]);
  });
});
