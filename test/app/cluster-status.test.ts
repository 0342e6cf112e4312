import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { Hub } from '@tunnelwatch/server/app/hub';
import { createLog } from '@tunnelwatch/server/log';
import { CommandDoor } from '@tunnelwatch/server/serve/commands/command-door';
import type { ApiContext } from '@tunnelwatch/server/serve/http/api-context';
import { createHttpApp } from '@tunnelwatch/server/serve/http/http-app';
import { OPEN_PRINCIPAL } from '@tunnelwatch/server/serve/people/principal';
import { LimitWatch } from '@tunnelwatch/server/serve/limits/limit-watch';
import type { ReadableStore } from '@tunnelwatch/server/store/queries';
import { apiClusterSchema } from '@tunnelwatch/shared/api';
import { curlExample, exampleRequest, TOKEN_VARIABLE } from '@tunnelwatch/shared/api-examples';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { clusterBrief } from '@tunnelwatch/shared/cluster-view';
import { endpointsOf, openApiSchema } from '@tunnelwatch/shared/openapi';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeCluster, madeCollector, madeNode } from '../support/made-cluster.js';
import { MemoryHistory } from '../support/memory-history.js';
import { openAccess } from '../support/open-desk.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const run = promisify(execFile);

let directory: string;
let now: number;
let hub: Hub;
let door: CommandDoor;
let server: Server;
let url: string;
let carriedOut: number;

/** A server over a hub that hears of its cluster what the test makes up. */
async function start(flags: Record<string, string>): Promise<void> {
  const loaded = loadSettings({ flags: { files: [], ...flags }, env: {}, cwd: '/nowhere' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded));
  hub = new Hub({
    settings: { ...loaded.settings, demo: false },
    catalogue: createCatalogue(BUILTIN_CATALOGUE),
    version: '1.0.0',
    clock: () => now,
    log: createLog('silent'),
  });
  const history = new MemoryHistory();
  history.commit([]);
  const unused = () => Promise.reject(new Error('nobody asks this here'));
  const modelSeed: ReadableStore['modelSeed'] = (activityMs) =>
    Promise.resolve({ ...history.seed(-activityMs), newestTime: null });
  // Nothing but the seed is read.
  const reader = new Proxy({ modelSeed }, { get: (all, name) => Reflect.get(all, name) ?? unused }) as never;
  hub.ingestNotices.ready([], []);
  await hub.start(() => reader);
  carriedOut = 0;
  const carryOut = () => {
    carriedOut += 1;
    return Promise.reject(new Error('carried out'));
  };
  door = new CommandDoor(carryOut, () => hub.cutOffProblem());
  const rest: Partial<ApiContext> = {
    certificateEnd: () => null,
    clients: () => 0,
    pendingQueries: () => 0,
    queryCounts: () => ({ answered: 0, failed: 0, abandoned: 0, overran: 0 }),
    limits: new LimitWatch({ raise: () => undefined }),
  };
  const notifications = { states: () => Promise.resolve([]) };
  // Whatever else it has is not asked for.
  const context = { ...hub.apiContext({ reader, alertStore: reader }, door), ...rest, notifications } as never;
  const app = createHttpApp({
    context,
    basePath: '/',
    clientDirectory: directory,
    ...openAccess(),
    clock: () => now,
    onError: () => undefined,
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
}

const IN_CLUSTER = {
  clusterServers: '["nats://192.0.2.1:4222"]',
  clusterMember: 'noc-a',
  // Nodes must share one; nothing is chained here.
  auditKeyFile: '/nowhere/audit.key',
};

async function readiness(): Promise<[number, string | undefined]> {
  const response = await fetch(`${url}readyz`);
  const { reason } = (await response.json()) as { reason?: string };
  return [response.status, reason];
}

beforeEach(() => {
  now = NOW;
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-cluster-'));
  writeFileSync(join(directory, 'index.html'), '<html><head></head></html>');
});

afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  hub.close();
  rmSync(directory, { recursive: true });
});

describe('GET /api/v1/cluster', () => {
  it('[CLU-40] answers 404 where the server is the only one, which says so', async () => {
    await start({});
    const response = await fetch(`${url}api/v1/cluster`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not-found', detail: 'this server is not part of a cluster' });
    expect(await readiness()).toEqual([200, undefined]);
  });

  it('[CLU-40] answers with nodes, collectors and stream as this node sees them, times in ISO 8601', async () => {
    await start(IN_CLUSTER);
    hub.ingestNotices.cluster(madeCluster());
    const answer: unknown = await (await fetch(`${url}api/v1/cluster`)).json();
    expect(apiClusterSchema.safeParse(answer).error?.issues ?? []).toEqual([]);
    expect(answer).toEqual({
      ...madeCluster(),
      at: '2026-02-10T12:00:00.000Z',
      stream: { ...madeCluster().stream, firstAt: '2026-02-09T20:00:00.000Z' },
    });
  });

  it('[CLU-40] has an example in its description that a shell runs as it stands', async () => {
    await start(IN_CLUSTER);
    hub.ingestNotices.cluster(madeCluster());
    const document = openApiSchema.parse(await (await fetch(`${url}api/v1/openapi.json`)).json());
    const endpoint = endpointsOf(document).find(({ path }) => path === '/cluster');
    if (endpoint === undefined) throw new Error('it is not described');
    const example = curlExample(exampleRequest(document, endpoint, new URL(url).origin));
    const env = { PATH: process.env['PATH'] ?? '', [TOKEN_VARIABLE]: 'unused' };
    const { stdout } = await run('sh', ['-c', example], { env });
    expect(apiClusterSchema.parse(JSON.parse(stdout)).member).toBe('noc-a');
  });
});

describe('a node that a load balancer asks', () => {
  beforeEach(() => start(IN_CLUSTER));

  it('[CLU-43] is not ready before it has joined', async () => {
    expect(await readiness()).toEqual([503, 'this node has not joined its cluster yet']);
    hub.ingestNotices.cluster(madeCluster());
    expect(await readiness()).toEqual([200, undefined]);
  });

  it('[CLU-43] is not ready once it has been cut off for five seconds, says why, and stays alive', async () => {
    const reason = 'the leader n1 of the stream hears nothing of n2, n3';
    hub.ingestNotices.cluster(madeCluster({ state: 'no-quorum', since: NOW - 5000, reason }));
    expect(await readiness()).toEqual([200, undefined]);
    now += 1000;
    expect(await readiness()).toEqual([503, `the cluster has stored nothing for 6 s: ${reason}`]);
    hub.ingestNotices.cluster(madeCluster({ state: 'disconnected', since: NOW, reason: 'no NATS server answers' }));
    now += 11_000;
    expect(await readiness()).toEqual([
      503,
      'this node has been cut off from its cluster for 12 s: no NATS server answers',
    ]);
    expect((await fetch(`${url}healthz`)).status).toBe(200);
    hub.ingestNotices.cluster(madeCluster());
    expect(await readiness()).toEqual([200, undefined]);
  });

  it('[CLU-43] is not ready while it is more than ten seconds behind, or reports nothing for so long', async () => {
    const behind = (lagMs: number) => madeCluster({ nodes: [madeNode({ lagMs, lagMessages: 1234 })] });
    hub.ingestNotices.cluster(behind(10_000));
    expect(await readiness()).toEqual([200, undefined]);
    hub.ingestNotices.cluster(behind(25_000));
    expect(await readiness()).toEqual([503, 'this node is 25 s behind the stream (1,234 messages)']);
    hub.ingestNotices.cluster(madeCluster());
    now += 11_000;
    expect(await readiness()).toEqual([503, 'this node has applied nothing for 11 s']);
  });

  it('[CLU-44] is not ready while most others have another store', async () => {
    const own = madeNode({ heardMs: 0, isActing: true });
    const others = [madeNode({ name: 'noc-b', store: 'differs' }), madeNode({ name: 'noc-c', store: 'differs' })];
    hub.ingestNotices.cluster(madeCluster({ nodes: [own, ...others] }));
    expect(await readiness()).toEqual([503, 'the store of this node differs from that of noc-b, noc-c']);
    hub.ingestNotices.cluster(madeCluster({ nodes: [own, ...others.slice(1)] }));
    expect(await readiness()).toEqual([200, undefined]);
  });
});

describe('a node that is cut off', () => {
  const act = () => door.command('endWindow', { id: 1 }, { principal: OPEN_PRINCIPAL, address: null });

  beforeEach(() => start(IN_CLUSTER));

  it('[CLU-46] refuses commands with the reason, once that has lasted for longer than a command waits', async () => {
    hub.ingestNotices.cluster(madeCluster({ state: 'no-quorum', since: NOW, reason: 'n2 and n3 are not heard' }));
    await expect(act()).rejects.toThrow('carried out');
    now += 6000;
    expect(await act()).toMatchObject({
      ok: false,
      problem: {
        code: 'cluster-unavailable',
        title: 'Cluster unavailable',
        detail: 'The cluster stores nothing now: n2 and n3 are not heard. Nothing was changed: try again once it does',
      },
    });
    hub.ingestNotices.cluster(madeCluster({ state: 'disconnected', since: NOW, reason: null }));
    expect(await act()).toMatchObject({
      problem: {
        detail: 'This node is cut off from its cluster. Nothing was changed: try again later, or on another node',
      },
    });
    expect(carriedOut).toBe(1);
  });

  it('[CLU-45] says so in the status of every page, of which the store is not to blame', async () => {
    const cutOff = madeCluster({ state: 'no-quorum', since: NOW - 8000, reason: 'n2 and n3 are not heard' });
    hub.ingestNotices.cluster(cutOff);
    expect(hub.record().status).toMatchObject({ cluster: clusterBrief(cutOff), storeError: null, lagMs: 8000 });
  });
});

describe('the metrics of a cluster', () => {
  async function scrape(): Promise<readonly string[]> {
    const text = await (await fetch(`${url}metrics`)).text();
    return text.split('\n').filter((row) => row.startsWith('tunnelwatch_cluster_'));
  }

  it('[CLU-41] have no samples where there is none', async () => {
    await start({});
    expect(await scrape()).toEqual([]);
  });

  it('[CLU-41] say how far each node is, what waits at collectors, how full the stream is, and who acts', async () => {
    await start(IN_CLUSTER);
    const nodes = [madeNode({ isActing: true, heardMs: 0 }), madeNode({ name: 'noc-b', lagMessages: 7, lagMs: 2500 })];
    hub.ingestNotices.cluster(madeCluster({ nodes, collectors: [madeCollector({ waitingBytes: 4096 })] }));
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        'tunnelwatch_cluster_state{cluster="tunnelwatch",state="connected"} 1',
        'tunnelwatch_cluster_state{cluster="tunnelwatch",state="no-quorum"} 0',
        'tunnelwatch_cluster_acting{cluster="tunnelwatch"} 1',
        'tunnelwatch_cluster_stream_bytes{cluster="tunnelwatch"} 5000000000',
        'tunnelwatch_cluster_stream_limit_bytes{cluster="tunnelwatch"} 20000000000',
        'tunnelwatch_cluster_node_lag_messages{cluster="tunnelwatch",node="noc-b"} 7',
        'tunnelwatch_cluster_node_lag_seconds{cluster="tunnelwatch",node="noc-b"} 2.5',
        'tunnelwatch_cluster_node_store{cluster="tunnelwatch",node="noc-b",store="same"} 1',
        'tunnelwatch_cluster_collector_waiting_bytes{cluster="tunnelwatch",collector="site-1"} 4096',
        'tunnelwatch_cluster_collector_limit_bytes{cluster="tunnelwatch",collector="site-1"} 1000000000',
      ]),
    );
  });

  it('[CLU-41] are bounded, whatever names members give themselves, and forget who has gone', async () => {
    await start(IN_CLUSTER);
    const nodes = Array.from({ length: 500 }, (_, at) => madeNode({ name: `n${String(at)}` }));
    const collectors = Array.from({ length: 500 }, (_, at) => madeCollector({ name: `c${String(at)}` }));
    hub.ingestNotices.cluster(madeCluster({ nodes, collectors }));
    expect((await scrape()).length).toBeLessThanOrEqual(8 + 32 * 7 + 200 * 3);
    hub.ingestNotices.cluster(madeCluster({ nodes: [madeNode()], collectors: [] }));
    expect((await scrape()).filter((row) => /node="n\d|collector=/.test(row))).toEqual([]);
  });
});
