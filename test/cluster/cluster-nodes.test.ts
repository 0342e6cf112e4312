import { apiAlertSchema, alertPageSchema } from '@tunnelwatch/shared/api';
import { DatabaseSync } from '@photostructure/sqlite';
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Cluster } from '../support/cluster.js';
import type { Member } from '../support/cluster-member.js';
import { linesOf } from '../support/follower.js';
import { lacks } from '../support/programs.js';
import { eventually } from '../support/serve-process.js';

/** The least that may be set. */
const SPOOL_BYTES = 16 * 1024 * 1024;

/** `npm run cluster-model -- --acknowledgements 500` sets it. */
const ACKNOWLEDGEMENTS = Number(process.env['TUNNELWATCH_CLUSTER_ACKNOWLEDGEMENTS'] ?? 60);

const answerSchema = z.object({
  status: z.number(),
  body: z.looseObject({
    detail: z.string().optional(),
    code: z.string().optional(),
    current: apiAlertSchema.optional(),
  }),
});

/** A receiver of webhooks that lets a test act while a sender waits for its answer. */
class Receiver {
  /** The key and the body of each request, in order. */
  readonly received: { key: string; body: string }[] = [];
  onRequest: () => Promise<void> = () => Promise.resolve();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.once('end', () => {
        this.received.push({ key: String(request.headers['idempotency-key']), body });
        void this.onRequest().then(() => response.writeHead(200).end());
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    // A server that listens on TCP has an address with a port.
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async end(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe.skipIf(lacks('nats-server'))('the nodes of a cluster', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-cluster-'));
  const receiver = new Receiver();
  let cluster: Cluster;
  let log = '';
  let lines = 0;
  let alarms = 0;

  /** Adds lines that raise nothing. */
  function write(count: number): void {
    appendFileSync(
      log,
      linesOf(lines, lines + count - 1)
        .map((line) => `${stamped(line)}\n`)
        .join(''),
    );
    lines += count;
  }

  /** Adds a Critical of an interface of its own; gives the interface. */
  function alarm(): string {
    const iface = `ipsec${String(++alarms)}`;
    appendFileSync(log, `${stamped(`EFW: IPSEC: prio=0 id=1682 rev=1 event=lookup_failed iface=${iface}`)}\n`);
    lines += 1;
    return iface;
  }

  function stamped(line: string): string {
    return `${new Date().toISOString()} gw1 ${line}`;
  }

  /** Waits until a node lists the alert of an interface. */
  async function alertOn(node: Member, iface: string) {
    let found: z.infer<typeof apiAlertSchema> | undefined;
    await eventually(`the alert of ${iface} on ${node.name}`, async () => {
      const { items } = alertPageSchema.parse(await node.get('alerts?limit=1000'));
      found = items.find(({ subject }) => subject.kind === 'interface' && subject.iface === iface);
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`no alert of ${iface}`);
    return found;
  }

  async function post(node: Member, path: string, body: Record<string, unknown>) {
    const response = await node.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answerSchema.parse({ status: response.status, body: await response.json() });
  }

  /** What a collector keeps on its disk. */
  function spooledBytes(data: string): number {
    const database = new DatabaseSync(join(data, 'collector', 'tunnelwatch.db'), { readOnly: true });
    const row = database.prepare('SELECT coalesce(sum(length(body)), 0) AS bytes FROM spool').get();
    database.close();
    return z.object({ bytes: z.number() }).parse(row).bytes;
  }

  async function allCounted(): Promise<void> {
    await cluster.watch.until(`${String(lines)} lines in the stream`, () => cluster.watch.allLines === lines);
    await cluster.untilApplied();
  }

  beforeAll(async () => {
    log = join(folder, 'gw1.log');
    writeFileSync(log, '');
    const secretFile = join(folder, 'secret');
    writeFileSync(secretFile, 'a secret of the receiver');
    const url = await receiver.start();
    const channel = { name: 'noc', kind: 'webhook', url, secretFile, allowPrivate: true, on: ['opened'] };
    cluster = await Cluster.start({
      folder,
      nodes: 2,
      collectors: [[{ files: [log] }]],
      spoolBytes: SPOOL_BYTES,
      configuration: { notifications: [channel] },
    });
  }, 120_000);

  afterAll(async () => {
    await cluster.remove();
    await receiver.end();
    rmSync(folder, { recursive: true });
  });

  it(`[CLU-5] let one of two operators acknowledge who do so at the same moment, and both see who, ${String(ACKNOWLEDGEMENTS)} times`, async () => {
    const iface = alarm();
    const nodes = [cluster.node(0), cluster.node(1)];
    const [alert] = await Promise.all(nodes.map((node) => alertOn(node, iface)));
    const id = alert?.id ?? 0;
    let version = alert?.version ?? 0;
    const wins = [0, 0];
    for (let round = 0; round < ACKNOWLEDGEMENTS; round++) {
      const names = [`anna ${String(round)}`, `ben ${String(round)}`];
      const answers = await Promise.all(
        nodes.map((node, at) => post(node, `alerts/${String(id)}/acknowledge`, { version, by: names[at] })),
      );
      const winner = answers.findIndex(({ status }) => status === 200);
      wins[winner] = (wins[winner] ?? 0) + 1;
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(answers[1 - winner]?.body.current?.acknowledgement?.by).toBe(names[winner]);
      for (const node of nodes) {
        const shown = apiAlertSchema.parse(await node.get(`alerts/${String(id)}`));
        expect(shown.acknowledgement?.by).toBe(names[winner]);
        version = shown.version;
      }
      const undone = await post(cluster.node(round % 2), `alerts/${String(id)}/unacknowledge`, { version, by: 'anna' });
      expect(undone.status).toBe(200);
      version = apiAlertSchema.parse(undone.body).version;
    }
    if (ACKNOWLEDGEMENTS >= 500) process.stdout.write(`  ${wins.join(' to ')}\n`);
  });

  it('[CLU-6] refuse commands while most NATS servers are down, and nothing that is written meanwhile is lost', async () => {
    const { watch, nats } = cluster;
    const iface = alarm();
    await allCounted();
    const { id, version } = await alertOn(cluster.node(0), iface);
    await Promise.all([nats.kill(0), nats.kill(1)]);
    write(5000);
    const action = { version, by: 'anna' };
    const refused = await post(cluster.node(0), `alerts/${String(id)}/acknowledge`, action);
    expect(refused.status).toBe(503);
    expect(refused.body.detail).toMatch(/NATS server/);
    // Pages stay as they were.
    await expect(cluster.node(0).get(`alerts/${String(id)}`)).resolves.toMatchObject({ state: 'unacknowledged' });
    const before = watch.allLines;
    await Promise.all([nats.restart(0), nats.restart(1)]);
    await allCounted();
    expect(watch.allLines).toBeGreaterThan(before);
    await watch.untilWhole();
    const done = await post(cluster.node(1), `alerts/${String(id)}/acknowledge`, action);
    // What was refused may have been stored all the same when the servers came back; it was done once, by one.
    expect([200, 409]).toContain(done.status);
    await expect(cluster.node(1).get(`alerts/${String(id)}`)).resolves.toMatchObject({
      acknowledgement: { by: 'anna' },
    });
  });

  it('[CLU-9] get everything of a file that had to wait, since the collector kept as much as it may', async () => {
    const { nats, watch } = cluster;
    const { data } = cluster.collector(0);
    await Promise.all([nats.kill(1), nats.kill(2)]);
    // Hardly compressed, so that they are more than it keeps. Of another category: they are counted, and not stored as events.
    const count = 30_000;
    const other = () =>
      `EFW: CONN: prio=1 id=600001 rev=1 event=conn_open note=${randomBytes(600).toString('base64url')}`;
    appendFileSync(log, Array.from({ length: count }, () => `${stamped(other())}\n`).join(''));
    lines += count;
    await eventually('the collector keeps as much as it may', () => spooledBytes(data) >= SPOOL_BYTES);
    await nats.restart(1);
    await nats.restart(2);
    await allCounted();
    await watch.untilWhole();
    await eventually('nothing is kept any more', () => spooledBytes(data) === 0);
  });

  it('[CLU-7] notify again under the same key when the one that acts is killed before it has noted that it did', async () => {
    const acting = await cluster.acting();
    let killed: Promise<void> | undefined;
    receiver.onRequest = () => {
      killed ??= acting.kill();
      return killed;
    };
    const before = receiver.received.length;
    const iface = alarm();
    await eventually('the notification comes again', () => {
      const told = receiver.received.slice(before).filter(({ body }) => body.includes(`"${iface}"`));
      return told.length >= 2;
    });
    const told = receiver.received.slice(before).filter(({ body }) => body.includes(`"${iface}"`));
    expect(new Set(told.map(({ key }) => key)).size).toBe(1);
    expect((await cluster.acting()).name).not.toBe(acting.name);
    await acting.start();
    await allCounted();
  });

  it('[CLU-8] go on when one comes back without its disk, under its name', async () => {
    const lost = cluster.node(0);
    await lost.kill();
    rmSync(lost.data, { recursive: true });
    write(1000);
    await lost.start();
    expect(existsSync(lost.data)).toBe(true);
    await allCounted();
  });

  it('[CLU-67] import an inventory that is larger than a message, with a node killed meanwhile', async () => {
    const count = 100_000;
    // Names that hardly compress: several messages.
    const row = (number: number) => `gw1,key-${String(number)},${randomBytes(12).toString('hex')}`;
    const csv = ['gateway,matchkey,name', ...Array.from({ length: count }, (_, number) => row(number))].join('\n');
    const [node, other] = [cluster.node(0), cluster.node(1)];
    const headers = { 'content-type': 'text/csv' };
    const importing = node.fetch('inventory/import', { method: 'POST', headers, body: csv });
    await other.kill();
    const answer = await importing;
    await other.start();
    expect(await answer.json()).toMatchObject({ added: count });
    await allCounted();
    for (const each of [node, other]) {
      await eventually(`${each.name} shows all of it`, async () => {
        const { total } = z.object({ total: z.number() }).parse(await each.get('inventory?limit=1'));
        return total === count;
      });
    }
  });

  it('[CLU-1] have all the same in the end, and everybody was told of each alert', async () => {
    await allCounted();
    const opened = (node: Member) => node.get('alerts?limit=1000').then((page) => alertPageSchema.parse(page).items);
    const urgent = (await opened(cluster.node(0))).filter(({ subject }) => subject.kind === 'interface');
    expect(urgent).toHaveLength(alarms);
    for (let number = 1; number <= alarms; number++) {
      await eventually(`a notification of ipsec${String(number)}`, () =>
        receiver.received.some(({ body }) => body.includes(`"ipsec${String(number)}"`)),
      );
    }
    await cluster.finish();
    expect(await cluster.differences()).toEqual([]);
    // A node without sources is no mistake.
    for (const { logged } of cluster.nodes) expect(logged).not.toContain('nothing is followed');
  });
});
