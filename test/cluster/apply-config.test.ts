import { alertPageSchema, auditPageSchema, apiClusterSchema } from '@tunnelwatch/shared/api';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '../support/cluster.js';
import type { Member } from '../support/cluster-member.js';
import { linesOf } from '../support/follower.js';
import { lacks } from '../support/programs.js';
import { eventually } from '../support/serve-process.js';

const LOAD_EVERY_MS = 250;
const LOAD_LINES = 50;
/** Far longer than anything takes on a busy machine. */
const PATIENCE_MS = 300_000;
/** In force at first: no load reaches it. */
const NEVER = { alerts: { rules: { 'rate-replay': { count: 1_000_000 } } } };
const SOON = { alerts: { pastAfterMinutes: 20, rules: { 'rate-replay': { count: 20 } } } };
const CHANGED = ['alerts.pastAfterMinutes', 'alerts.rules'];

describe.skipIf(lacks('nats-server'))(
  'the settings that the nodes of a cluster share',
  { timeout: 2 * PATIENCE_MS },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-settings-'));
    let cluster: Cluster;
    let lines = 0;
    let load: NodeJS.Timeout | undefined;

    function write(): void {
      const stamp = new Date().toISOString();
      const some = linesOf(lines, lines + LOAD_LINES - 1).map((line) => `${stamp} gw1 ${line}\n`);
      appendFileSync(join(folder, 'gw1.log'), some.join(''));
      lines += LOAD_LINES;
    }

    async function rateAlert(node: Member) {
      const { items } = alertPageSchema.parse(await node.get('alerts?limit=1000'));
      return items.find(({ rule }) => rule === 'rate-replay');
    }

    /** What a node says of the files of all nodes. */
    async function differing(node: Member): Promise<Record<string, string[]>> {
      const { nodes } = apiClusterSchema.parse(await node.get('cluster'));
      return Object.fromEntries(nodes.map(({ name, differingSettings }) => [name, differingSettings]));
    }

    async function readyAgain(node: Member): Promise<void> {
      await eventually(`${node.name} is ready`, () => node.isReady(), PATIENCE_MS);
    }

    beforeAll(async () => {
      writeFileSync(join(folder, 'gw1.log'), '');
      const collectors = [[{ files: [join(folder, 'gw1.log')] }]];
      cluster = await Cluster.start({ folder, nodes: 3, collectors, configuration: NEVER });
      load = setInterval(write, LOAD_EVERY_MS);
    }, 120_000);

    afterAll(async () => {
      clearInterval(load);
      await cluster.remove();
      rmSync(folder, { recursive: true });
    });

    it('[CLU-71] are shown first, and changed by nothing but a yes', async () => {
      const node = cluster.node(0);
      expect(await node.run('cluster', 'apply-config', '--yes')).toMatchObject({
        code: 0,
        out: 'Nothing to change: the cluster uses these settings already.\n',
      });
      node.configure(SOON);
      const shown = ['alerts.pastAfterMinutes: 15 -> 20', 'alerts.rules.rate-replay.count: 1000000 -> 20', ''].join(
        '\n',
      );
      expect(await node.run('cluster', 'apply-config', '--dry-run')).toMatchObject({ code: 0, out: shown });
      const unasked = await node.run('cluster', 'apply-config');
      expect(unasked).toMatchObject({ code: 2, out: shown });
      expect(unasked.err).toContain('--yes');
    });

    it('[CLU-72] change on all nodes at the same place, under load: each opens the same alert', async () => {
      const before = cluster.watch.allLines;
      await cluster.watch.until('a load', () => cluster.watch.allLines > before + 500);
      expect(await Promise.all(cluster.nodes.map(rateAlert))).toEqual([undefined, undefined, undefined]);
      const applied = await cluster.node(0).run('cluster', 'apply-config', '--yes');
      expect(applied).toMatchObject({ code: 0, err: '' });
      expect(applied.out).toContain('Applied: 2 changed settings on all nodes');
      await Promise.all(cluster.nodes.map(readyAgain));
      await eventually(
        'each node has the alert',
        async () => {
          const found = await Promise.all(cluster.nodes.map(rateAlert));
          return found.every((alert) => alert !== undefined);
        },
        PATIENCE_MS,
      );
      const [first, ...others] = await Promise.all(cluster.nodes.map(rateAlert));
      for (const other of others) expect([other?.id, other?.openedAt]).toEqual([first?.id, first?.openedAt]);
    });

    it('[CLU-72] are in the audit trail once, with who changed what', async () => {
      const { items } = auditPageSchema.parse(await cluster.node(1).get('audit?limit=100'));
      const entries = items.filter(({ action }) => action === 'applyConfig');
      expect(entries).toHaveLength(1);
      expect(entries[0]?.actor.name).toMatch(/on the command line$/);
      expect(entries[0]?.before).toEqual({ 'alerts.pastAfterMinutes': 15, 'alerts.rules': NEVER.alerts.rules });
      expect(entries[0]?.after).toEqual({ 'alerts.pastAfterMinutes': 20, 'alerts.rules': SOON.alerts.rules });
    });

    it('[CLU-73] are told by each node whose file says something else, which uses them all the same', async () => {
      const expected = { 'node-0': [], 'node-1': CHANGED, 'node-2': CHANGED };
      await eventually('each node says so', async () => {
        const told = await Promise.all(cluster.nodes.map(differing));
        return told.every((each) => JSON.stringify(each) === JSON.stringify(expected));
      });
      const metrics = await (await fetch(new URL('metrics', cluster.node(0).url))).text();
      expect(metrics).toContain('tunnelwatch_cluster_node_differing_settings{cluster="test",node="node-1"} 2');
      expect(cluster.node(1).logged).toContain(`which is used: ${CHANGED.join(', ')}`);
      cluster.node(1).configure(SOON);
      const reloaded = await cluster.node(1).run('reload');
      expect(reloaded.code).toBe(0);
      await eventually('its file is right', async () => (await differing(cluster.node(0)))['node-1']?.length === 0);
    });

    it('[CLU-74] outlast a kill, and the loss of a disk', async () => {
      const [, killed, lost] = cluster.nodes;
      if (killed === undefined || lost === undefined) throw new Error('there are three nodes');
      killed.configure(NEVER);
      await Promise.all([killed.kill(), lost.kill()]);
      rmSync(lost.data, { recursive: true });
      await Promise.all([killed.start(), lost.start()]);
      await Promise.all([killed, lost].map(readyAgain));
      await eventually('both say that theirs are in force', async () => {
        const told = await differing(cluster.node(0));
        return told['node-1']?.length === 2 && told['node-2']?.length === 2;
      });
      const before = cluster.watch.allLines;
      await cluster.watch.until('a load behind it', () => cluster.watch.allLines > before + 500);
      clearInterval(load);
      await cluster.watch.until('all lines', () => cluster.watch.allLines === lines);
      await cluster.finish();
      expect(await cluster.differences()).toEqual([]);
      // A node without its disk says that its audit trail is shorter than it was.
      for (const node of cluster.nodes) if (node !== lost) expect(node.faults).toBe('');
    });
  },
);
