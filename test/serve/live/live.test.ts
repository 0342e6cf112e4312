import type { Alert } from '@tunnelwatch/shared/alert';
import { apiAlertSchema } from '@tunnelwatch/shared/api';
import type { View } from '@tunnelwatch/shared/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveClient } from '../../support/live-client.js';
import { ServeProcess } from '../../support/serve-process.js';

const ALERTS = { view: 'alerts' } as const satisfies View;
const EVENTS = { view: 'events' } as const satisfies View;
const STATUS = { view: 'status' } as const satisfies View;
const OVERVIEW = { view: 'overview', window: '15m' } as const satisfies View;
const WALL = { view: 'wall' } as const satisfies View;
const TUNNEL = { view: 'tunnel', gateway: 'gw.one', matchkey: 'a/b', window: '15m' } as const satisfies View;
const VIEWS = [ALERTS, EVENTS, STATUS, OVERVIEW, WALL, TUNNEL, { view: 'sources' }] satisfies View[];

let server: ServeProcess;
const clients: LiveClient[] = [];

beforeEach(async () => {
  server = await ServeProcess.start();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await server.remove();
});

async function viewer(...views: View[]): Promise<LiveClient> {
  const client = new LiveClient(server.url);
  clients.push(client);
  for (const view of views) await client.join(view);
  return client;
}

const line = (body: string, time = Date.now()) => `${new Date(time).toISOString()} gw.one EFW: IPSEC: ${body}`;
const replay = (nr: number, time?: number) => line(`prio=2 id=278 matchkey="a/b" seqno=${String(nr)}`, time);
const critical = (iface: string) => line(`prio=5 id=1682 iface=${iface}`);
const total = (client: LiveClient, view: typeof OVERVIEW | typeof TUNNEL) =>
  (client.state(view).buckets?.buckets ?? []).flatMap(({ n }) => n).reduce((sum, count) => sum + count, 0);

async function alertOf(client: LiveClient): Promise<Alert> {
  server.append(critical('wan'));
  await client.until('the alert', ALERTS, ({ alerts }) => alerts?.alerts.length === 1);
  const [alert] = client.state(ALERTS).alerts?.alerts ?? [];
  if (alert === undefined) throw new Error('no alert');
  return alert;
}

describe('a line that is appended to the file', () => {
  it('[LIVE-6] reaches every view that it concerns', async () => {
    const client = await viewer(...VIEWS);
    expect(client.state(EVENTS).events?.events).toEqual([]);
    expect(client.state(TUNNEL).tunnel).toEqual({ tunnel: null });
    server.append(replay(1), critical('wan'));
    await client.until('both events', EVENTS, ({ events }) => events?.events.length === 2);
    expect(client.state(EVENTS).events?.events.map((event) => event.messageId)).toEqual([1682, 278]);
    await client.until('the newest events', TUNNEL, ({ newest }) => newest?.length === 1);
    await client.until('the tunnel', TUNNEL, ({ tunnel }) => tunnel?.tunnel?.counts.replay === 1);
    await client.until('the alert', ALERTS, ({ alerts }) => alerts?.alerts[0]?.messageId === 1682);
    await client.until('the chart', OVERVIEW, () => total(client, OVERVIEW) === 2 && total(client, TUNNEL) === 1);
    await client.until('the heat grid', WALL, ({ heat }) => heat?.[0]?.cells === 'a');
    // Whichever minute it is in by now.
    await client.until('the worst tunnel', WALL, ({ failing }) => failing?.rows[0]?.replay.includes(1) === true);
    await client.until(
      'the header',
      STATUS,
      ({ status }) => status?.events === 2 && status.unacknowledged.urgent === 1,
    );
    await client.until('the source', { view: 'sources' }, ({ sources }) => sources?.[0]?.counts.events === 2);
    expect(client.heard).toMatchObject({ snapshots: VIEWS.length, gaps: 0 });
  });

  it('reaches nobody who has left', async () => {
    const client = await viewer(EVENTS);
    const other = await viewer(EVENTS);
    other.disconnect();
    server.append(replay(1));
    await client.until('the event', EVENTS, ({ events }) => events?.events.length === 1);
    expect(other.heard).toEqual({ snapshots: 1, deltas: 0, gaps: 0 });
  });
});

describe('an acknowledgement', () => {
  it('[ALM-4] over HTTP reaches every screen', async () => {
    const screens = [await viewer(ALERTS, WALL), await viewer(ALERTS, OVERVIEW)];
    const alert = await alertOf(await viewer(ALERTS));
    const response = await server.fetch(`api/v1/alerts/${String(alert.id)}/acknowledge`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ version: alert.version, by: 'ann', comment: 'on it' }),
    });
    const answered = apiAlertSchema.parse(await response.json());
    for (const screen of screens) {
      await screen.until('the acknowledgement', ALERTS, ({ alerts }) => alerts?.alerts[0]?.state === 'acknowledged');
      expect(screen.state(ALERTS).alerts?.alerts).toEqual([answered]);
    }
    await screens[0]?.until('it on the wall', WALL, ({ alerts }) => alerts?.alerts[0]?.acknowledgement?.by === 'ann');
    await screens[1]?.until('it on the overview', OVERVIEW, ({ alerts }) => alerts?.alerts[0]?.version === 2);
  });

  it('[ALM-5] of two at once is accepted from one, and the other is told who it was', async () => {
    const [ann, bob] = [await viewer(ALERTS), await viewer(ALERTS)];
    const alert = await alertOf(ann);
    const results = await Promise.all([
      ann.acknowledge(alert.id, alert.version, 'ann'),
      bob.acknowledge(alert.id, alert.version, 'bob'),
    ]);
    const [won] = results.filter((result) => result.ok);
    const [lost] = results.filter((result) => !result.ok);
    const winner = won?.alert?.acknowledgement?.by ?? 'nobody';
    expect(['ann', 'bob']).toContain(winner);
    expect(lost).toMatchObject({
      ok: false,
      problem: {
        status: 409,
        code: 'stale-version',
        detail: expect.stringContaining(`${winner} acknowledged this alert`),
      },
      alert: { state: 'acknowledged', version: 2, acknowledgement: { by: winner } },
    });
    for (const client of [ann, bob]) {
      await client.until('who it was', ALERTS, ({ alerts }) => alerts?.alerts[0]?.acknowledgement?.by === winner);
    }
  });
});

describe('a client that was cut off', () => {
  it('[LIVE-2] gets what it missed, and then shows what those show who stayed', async () => {
    const views = [EVENTS, ALERTS, TUNNEL, OVERVIEW];
    const [stayed, away] = [await viewer(...views, STATUS), await viewer(...views)];
    server.append(replay(1));
    for (const client of [stayed, away]) {
      await client.until('the first event', EVENTS, ({ events }) => events?.events.length === 1);
      await client.until('the first count', OVERVIEW, () => total(client, OVERVIEW) === 1);
    }
    away.disconnect();
    for (let nr = 2; nr <= 30; nr++) {
      server.append(replay(nr), ...(nr % 10 === 0 ? [critical(`if${String(nr)}`)] : []));
      await stayed.until(`event ${String(nr)}`, EVENTS, ({ events }) => (events?.events.length ?? 0) >= nr);
    }
    await away.reconnect();
    expect(away.heard, 'it needed no new snapshot').toMatchObject({ snapshots: views.length, gaps: 0 });
    await stayed.until('the header', STATUS, ({ status }) => status?.events === 33);
    await away.until('the chart', OVERVIEW, () => total(away, OVERVIEW) === 33 && total(stayed, OVERVIEW) === 33);
    for (const view of [EVENTS, ALERTS]) expect(away.state(view)).toEqual(stayed.state(view));
    expect(away.state(OVERVIEW).alerts).toEqual(stayed.state(OVERVIEW).alerts);
    await away.until('the newest events', TUNNEL, ({ newest }) => newest?.length === 30);
    expect(away.state(TUNNEL).newest).toEqual(stayed.state(TUNNEL).newest);
    expect(away.heard.gaps).toBe(0);
  });

  it('[LIVE-3] gets snapshots from a server that was started anew, with everything from before', async () => {
    const views = [EVENTS, ALERTS, OVERVIEW, TUNNEL];
    const client = await viewer(...views);
    server.append(replay(1), replay(2), critical('wan'));
    await client.until('the alert', ALERTS, ({ alerts }) => alerts?.alerts.length === 1);
    await client.until('the events', EVENTS, ({ events }) => events?.events.length === 3);
    const events = client.state(EVENTS);
    const alerts = client.state(ALERTS);
    expect(await server.end('SIGTERM')).toBe(0);
    server.append(replay(3));
    const { port, directory } = server;
    server = await ServeProcess.start({ directory, flags: ['--port', String(port)] });
    await server.untilCount(4);
    await client.reconnect();
    expect(client.heard).toMatchObject({ snapshots: 2 * views.length, gaps: 0 });
    await client.until('all events', EVENTS, ({ events }) => events?.events.length === 4);
    expect(client.state(EVENTS).events?.events.slice(1)).toEqual(events.events?.events);
    expect(client.state(ALERTS)).toEqual(alerts);
    await client.until('the chart', OVERVIEW, () => total(client, OVERVIEW) === 4);
    await client.until('the tunnel', TUNNEL, ({ tunnel }) => tunnel?.tunnel?.total === 3);
  });
});

describe('an old file', () => {
  it('[ALM-51] shows on pages that were open before it was read, on its own time, and its Critical waits', async () => {
    const client = await viewer(OVERVIEW, STATUS, ALERTS, WALL);
    const old = Date.UTC(2026, 1, 10, 12);
    const rows = Array.from({ length: 500 }, (_, nr) => replay(nr, old + nr * 1000));
    server.append(...rows, line('prio=5 id=1682 iface=wan', old));
    await client.until('its time', STATUS, ({ status }) => status?.isPast === true && status.events === 501);
    expect(client.state(STATUS).status?.referenceTime).toBe(old + 499_000);
    await client.until('its chart', OVERVIEW, () => total(client, OVERVIEW) === 501);
    await client.until('its heat', WALL, ({ heat }) => heat?.[0]?.cells === 'c');
    // It was written while its file was followed: however old it says it is, nobody has seen it.
    expect(client.state(ALERTS).alerts?.alerts).toMatchObject([{ isPast: false, state: 'unacknowledged', count: 1 }]);
    expect(client.state(STATUS).status).toMatchObject({ openAlerts: 1, unacknowledged: { urgent: 1 } });
  });
});
