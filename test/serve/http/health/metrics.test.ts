import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LiveClient } from '../../../support/live-client.js';
import { lacks } from '../../../support/programs.js';
import { eventually, ServeProcess } from '../../../support/serve-process.js';

let server: ServeProcess;

const line = (body: string) => `${new Date().toISOString()} gw1 EFW: ${body}`;
const CONTENT = [
  line('IPSEC: prio=5 id=1682 table=main network=192.0.2.0/24 iface=wan'),
  line('IPSEC: prio=5 id=633 size=1'),
  line('IPSEC: prio=2 id=99999 matchkey=c'),
  line('CONN: id=600001 event=conn_open'),
  'rubbish',
  '',
].join('\n');

beforeAll(async () => {
  const channel = { name: 'noc', kind: 'webhook', url: 'http://127.0.0.1:1/', secretFile: './none' };
  const flags = ['--base-path', '/tw/', '--notifications', JSON.stringify([channel])];
  server = await ServeProcess.start({ content: CONTENT, flags });
  await server.untilCount(3);
  await eventually('a report of the sources', async () => (await scrape()).get(`lines_total${SOURCE}`) === 5);
  await eventually('a look at the store', async () => ((await scrape()).get('store_bytes{part="database"}') ?? 0) > 0);
});

afterAll(() => server.remove());

const SOURCE = '{source,kind="file"}';

/** Values by name and labels, without the common beginning, and without the path that is different each time. */
async function scrape(): Promise<Map<string, number>> {
  const text = await (await server.fetch('metrics')).text();
  const rows = text.split('\n').filter((row) => row !== '' && !row.startsWith('#'));
  return new Map(
    rows.map((row) => {
      const [, name = '', value = ''] = /^(?:tunnelwatch_(?:source_)?)?(\S+(?: [^ ]+})?) (\S+)$/.exec(row) ?? [];
      return [name.replace(/source="[^"]*"/, 'source'), Number(value)] as const;
    }),
  );
}

describe('the metrics for Prometheus', () => {
  it('count the lines of each source by what they became', async () => {
    const found = await scrape();
    const names = ['lines', 'events', 'unknown', 'other', 'unreadable'];
    expect(names.map((name) => found.get(`${name}_total${SOURCE}`))).toEqual([5, 3, 1, 1, 1]);
    expect(found.get(`lag_bytes${SOURCE}`)).toBe(0);
    expect(found.get(`lag_seconds${SOURCE}`)).toBe(0);
    expect(found.get(`up${SOURCE}`)).toBe(1);
  });

  it('[LIVE-90] count failures by gateway and class, and alerts by rule: what happened, and how long it waits', async () => {
    const found = await scrape();
    expect(found.get('failures_total{gateway="gw1",class="memory"}')).toBe(1);
    expect(found.get('alerts_opened_total{rule="message-633",priority="urgent"}')).toBe(1);
    expect(found.get('alerts_open{rule="message-633",priority="urgent"}')).toBe(1);
    expect(found.get('alert_oldest_unacknowledged_seconds{priority="low"}')).toBe(0);
    expect(found.get('gateway_last_line_timestamp_seconds{gateway="gw1"}')).toBeGreaterThan(1_700_000_000);
    expect(found.get('gateways_silent')).toBe(0);
  });

  it('count alerts by state and priority, those that are not there as 0', async () => {
    const found = await scrape();
    expect(found.get('alerts{state="unacknowledged",priority="urgent"}')).toBe(2);
    expect(found.get('alerts{state="acknowledged",priority="urgent"}')).toBe(0);
  });

  it('tell the queue of notifications, the store, the process and the version', async () => {
    const found = await scrape();
    expect(found.get('notifications{channel="noc",state="waiting"}')).toBe(2);
    expect(found.get('store_ready')).toBe(1);
    expect(found.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect([...found.keys()].some((name) => /^build_info\{version="\d/.test(name))).toBe(true);
  });

  it('count the pages that are connected', async () => {
    expect((await scrape()).get('live_clients')).toBe(0);
    const client = new LiveClient(server.url);
    await eventually('the page', async () => (await scrape()).get('live_clients') === 1);
    client.disconnect();
    await eventually('its end', async () => (await scrape()).get('live_clients') === 0);
  });

  it('come as text, at the root too', async () => {
    const response = await fetch(new URL('/metrics', server.url));
    expect(response.headers.get('Content-Type')).toMatch(/^text\/plain/);
    expect(await response.text()).toContain('# TYPE tunnelwatch_source_lines_total counter');
  });
});

describe('docs/metrics.md and docs/grafana-dashboard.json', () => {
  const document = readFileSync('docs/metrics.md', 'utf8');
  const documented = new Set(document.match(/\btunnelwatch_\w+/g));

  it('name every metric of ours and no other', async () => {
    const text = await (await server.fetch('metrics')).text();
    const given = [...text.matchAll(/^# TYPE (tunnelwatch_\w+)/gm)].map(([, name]) => name ?? '');
    expect([...documented].sort()).toEqual(given.sort());
  });

  it('show only what there is', () => {
    const dashboard = readFileSync('docs/grafana-dashboard.json', 'utf8');
    const shown = [...new Set(dashboard.match(/\btunnelwatch_\w+/g))];
    expect(JSON.parse(dashboard)).toMatchObject({ title: 'Tunnelwatch', uid: 'tunnelwatch' });
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((name) => !documented.has(name))).toEqual([]);
  });

  it('[LIVE-91] are what promtool takes, and so are the rules, which name only what there is', async () => {
    if (lacks('promtool')) return;
    const metrics = await (await server.fetch('metrics')).text();
    const linted = spawnSync('promtool', ['check', 'metrics'], { input: metrics, encoding: 'utf8' });
    expect(linted.stdout + linted.stderr).toBe('');
    const rules = spawnSync('promtool', ['check', 'rules', 'docs/prometheus-rules.yml'], { encoding: 'utf8' });
    expect(rules).toMatchObject({ status: 0 });
    const named = readFileSync('docs/prometheus-rules.yml', 'utf8').match(/\btunnelwatch_\w+/g) ?? [];
    expect(named.filter((name) => !documented.has(name))).toEqual([]);
  });
});
