import { addUser } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople } from '@tunnelwatch/server/serve/people/people-store';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '../support/cluster.js';
import type { Member } from '../support/cluster-member.js';
import { LineTally, NumberedLines, writeFile } from '../support/cluster-writers.js';
import { bearer, TESTER, tokenFor } from '../support/known-people.js';
import { makeOtherVersion } from '../support/other-version.js';
import { lacks } from '../support/programs.js';
import { eventually } from '../support/serve-process.js';

const LINES = 40_000;
const PASSWORD = 'a password of ann';

/** Nodes that are away for long, come anew, or run another version than the rest, while lines flow. */
describe.skipIf(lacks('nats-server'))('a node that is replaced', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-replaced-'));
  const lines = new NumberedLines('gw-file', LINES, Date.now());
  let cluster: Cluster;
  let writing: Promise<void>;
  /** Up to which share of the lines may be written. */
  let share = 0;

  /** Lets lines flow up to a share of them; they go on while a test does other things. */
  function flow(upTo: number): void {
    share = upTo;
    cluster.watch.tell();
  }

  async function untilFlown(part: number): Promise<void> {
    const wanted = LINES * part;
    await cluster.watch.until(`${String(wanted)} lines in the stream`, () => cluster.watch.allLines >= wanted);
  }

  async function untilReady(node: Member): Promise<void> {
    await eventually(`${node.name} is ready`, () => node.isReady(), 240_000);
  }

  function post(node: Member, path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return node.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  beforeAll(async () => {
    const log = join(folder, 'gw-file.log');
    writeFileSync(log, '');
    cluster = await Cluster.start({ folder, nodes: 3, collectors: [[{ files: [log] }]], signIn: true });
    const { watch } = cluster;
    writing = writeFile(lines, { file: log, collector: 'collector-0', watch, share: () => share, rotations: 1 });
    // It is waited for at the end: what fails before is told there.
    writing.catch(() => undefined);
    const token = bearer(tokenFor(cluster.node(0).data, 'admin', 'the test'));
    for (const node of cluster.nodes) {
      node.headers = token;
      await eventually(`the token on ${node.name}`, async () => (await node.fetch('alerts?limit=1')).ok);
    }
  }, 240_000);

  afterAll(async () => {
    await cluster.remove();
    rmSync(folder, { recursive: true });
  });

  it('[CLU-51] takes a copy of another one when the stream has gone on without it, or when it is new, and knows who was added meanwhile', async () => {
    const [staying, away, fresh] = [cluster.node(0), cluster.node(1), cluster.node(2)];
    flow(0.2);
    await untilFlown(0.1);
    await Promise.all([away.kill(), fresh.kill()]);
    rmSync(fresh.data, { recursive: true });
    const store = openPeople(staying.data);
    await addUser(store, { name: 'ann', role: 'operator', password: PASSWORD }, TESTER);
    store.database.close();
    flow(0.5);
    await untilFlown(0.3);
    const { sequence } = cluster.watch;
    await cluster.watch.until(`node-0 at ${String(sequence)}`, () => {
      return (cluster.watch.nodes.get(staying.name)?.sequence ?? 0) >= sequence;
    });
    await cluster.watch.purgeBefore(sequence);
    await Promise.all([away.start(), fresh.start()]);
    flow(0.6);
    for (const node of [away, fresh]) {
      await untilReady(node);
      expect(node.logged).toContain(`joined with a copy of ${staying.name}`);
      expect(existsSync(join(node.data, 'copy'))).toBe(false);
      expect((await post(node, 'session', { name: 'ann', password: PASSWORD })).status).toBe(200);
    }
    await cluster.untilApplied();
  });

  it('[CLU-52] holds before a message of a newer version, says so, refuses changes, and goes on there once it is upgraded', async () => {
    const { watch, nodes } = cluster;
    const [held] = nodes;
    if (held === undefined) throw new Error('there is no node');
    const refused = await watch.publishNewer(2);
    flow(0.8);
    await untilFlown(0.7);
    await eventually('the node says that it holds', () => held.logged.includes('upgrade this node'));
    expect(held.logged).toContain(`Input ${String(refused)} of the stream was written by a newer version, in format 2`);
    await eventually('it is not ready', async () => {
      const answer = await fetch(new URL('readyz', held.url));
      return answer.status === 503 && (await answer.text()).includes('upgrade this node');
    });
    const answer = await post(held, 'maintenance-windows', maintenance());
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('upgrade this node');
    // It holds again where it was, however often it is started.
    await held.restart();
    await eventually('it holds again', () => held.logged.split('upgrade this node').length > 2);
    expect(watch.nodes.get(held.name)?.sequence).toBe(refused - 1);

    const folderOfNewer = join(folder, 'newer');
    mkdirSync(folderOfNewer);
    const newer = makeOtherVersion(folderOfNewer, { version: '99.0.0', streamFormat: 2 });
    for (const node of nodes) {
      await node.stop();
      node.main = newer;
      await node.start();
      await untilReady(node);
    }
    flow(1);
    await writing;
    await untilFlown(1);
    await cluster.untilApplied();
    expect((await post(held, 'maintenance-windows', maintenance())).status).toBe(200);
  });

  it('[CLU-1] [CLU-51] [CLU-52] [CLU-53] has the same as the others in the end: nothing is lost, nothing is doubled', async () => {
    await cluster.finish();
    const tallies = new Map(cluster.nodes.map(({ name }) => [name, new LineTally([lines])]));
    const differing = await cluster.differences((node, line) => tallies.get(node)?.take(line));
    for (const [node, { faults }] of tallies) {
      expect({ node, ...faults }).toEqual({ node, lost: 0, doubled: 0, strangers: 0 });
    }
    expect(differing).toEqual([]);
  });
});

/** A window of maintenance of a gateway of which there are no lines. */
function maintenance(): object {
  const now = Date.now();
  const times = { from: new Date(now).toISOString(), until: new Date(now + 3_600_000).toISOString() };
  return { ...times, gateway: 'gw-other', matchkey: null, class: null, comment: 'works' };
}
