import { alertPageSchema } from '@tunnelwatch/shared/api';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Cluster } from '../support/cluster.js';
import type { Member } from '../support/cluster-member.js';
import { LineTally, NumberedLines, sendOverTcp, writeFile } from '../support/cluster-writers.js';
import { freePort } from '../support/free-port.js';
import { HookReceiver } from '../support/hook-receiver.js';
import { lacks } from '../support/programs.js';
import { seededRandom } from '../support/random.js';
import { tempFolders } from '../support/temp-folder.js';

/** `npm run cluster-model` sets them. */
const LINES = Number(process.env['TUNNELWATCH_CLUSTER_LINES'] ?? 30_000);
const KILLS = Number(process.env['TUNNELWATCH_CLUSTER_KILLS'] ?? 6);
const SEED = Number(process.env['TUNNELWATCH_CLUSTER_SEED'] ?? 1);
const NODES = Number(process.env['TUNNELWATCH_CLUSTER_NODES'] ?? 2);
const TIMEOUT_MS = 120_000 + KILLS * 20_000 + LINES;
const SAYS = process.env['TUNNELWATCH_CLUSTER_LINES'] !== undefined;

const tempFolder = tempFolders();
let cluster: Cluster | undefined;
let receiver: HookReceiver | undefined;

afterEach(async () => {
  await cluster?.remove();
  await receiver?.end();
  cluster = undefined;
  receiver = undefined;
});

function say(words: string): void {
  if (SAYS) process.stdout.write(`${words}\n`);
}

const SYSLOG_COLLECTOR = 'collector-1';

/** What is killed next: each kind of member as often as any other. */
type Victim = { kind: 'node' | 'collector'; member: Member } | { kind: 'nats'; index: number };

function pick(random: () => number, { nodes, collectors }: Cluster): Victim {
  const at = <Each>(all: readonly Each[]): Each => {
    const found = all[Math.floor(random() * all.length)];
    if (found === undefined) throw new Error('there is nobody to kill');
    return found;
  };
  const kind = at(['node', 'collector', 'nats'] as const);
  if (kind === 'nats') return { kind, index: at([0, 1, 2]) };
  return { kind, member: at(kind === 'node' ? nodes : collectors) };
}

/**
 * Kills one member, lets the others go on for a while, and starts it again; sometimes it is killed while it starts, too. Some are
 * frozen instead.
 */
async function killOne(random: () => number, running: Cluster): Promise<string> {
  const { watch, nats } = running;
  const victim = pick(random, running);
  const during = async () => {
    const until = watch.sequence + Math.floor(random() * 12);
    await watch.until(`the stream at ${String(until)}`, () => watch.sequence >= until);
  };
  if (victim.kind === 'nats') {
    await nats.kill(victim.index);
    await during();
    await nats.restart(victim.index);
    // With two of three dead nothing is stored, which another test shows.
    await watch.untilWhole();
    return `NATS server ${String(victim.index)}`;
  }
  const { member } = victim;
  // One that is frozen goes on as if nothing had been: another has acted in its place meanwhile. A frozen receiver of syslog may
  // take a line twice, since its sender seems to have paused (DEL-11).
  if (member.name !== SYSLOG_COLLECTOR && random() < 0.25) {
    member.freeze();
    await during();
    member.thaw();
    return `${member.name}, frozen`;
  }
  await member.kill();
  await during();
  if (random() < 0.3) {
    const starting = member.start();
    await during();
    await member.kill();
    await starting;
  }
  await member.start();
  return member.name;
}

const ACTIONS = ['acknowledge', 'unacknowledge', 'comment'] as const;

/** Somebody does something to a few alerts, on any node that runs; what a node refuses or leaves unanswered is done by nobody. */
async function act(random: () => number, { nodes }: Cluster, round: number): Promise<number> {
  const node = nodes[Math.floor(random() * nodes.length)];
  const picks = [random(), random(), random()];
  let done = 0;
  if (node?.isRunning !== true) return done;
  try {
    const { items } = alertPageSchema.parse(await node.get('alerts?limit=100'));
    for (const [at, pick] of picks.entries()) {
      const alert = items[Math.floor(pick * items.length)];
      const action = ACTIONS[Math.floor(pick * 7919) % ACTIONS.length] ?? 'comment';
      if (alert === undefined) continue;
      const requestKey = `round ${String(round)}, ${String(at)}`;
      const body = { version: alert.version, by: `operator ${String(round)}`, comment: 'seen', requestKey };
      const { ok } = await node.fetch(`alerts/${String(alert.id)}/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (ok) done += 1;
    }
  } catch {
    // It was killed meanwhile.
  }
  return done;
}

describe.skipIf(lacks('nats-server'))('a cluster', () => {
  it(
    `[CLU-1] [CLU-2] [CLU-3] [CLU-4] counts each of ${String(LINES)} lines once on every node, across ${String(KILLS)} kills`,
    async () => {
      const folder = tempFolder();
      const random = seededRandom(SEED);
      receiver = await HookReceiver.start();
      const port = await freePort();
      const logs = join(folder, 'logs');
      mkdirSync(logs);
      const file = join(logs, 'gw-file.log');
      appendFileSync(file, '');
      const secretFile = join(folder, 'noc.secret');
      writeFileSync(secretFile, 'a secret of the receiver');
      const startedAt = Date.now();
      const overFile = new NumberedLines('gw-file', Math.ceil(LINES / 2), startedAt);
      const overTcp = new NumberedLines('gw-tcp', Math.floor(LINES / 2), startedAt);
      const running = await Cluster.start({
        folder,
        nodes: NODES,
        collectors: [[{ files: [file] }], [{ listen: `tcp://127.0.0.1:${String(port)}` }]],
        configuration: {
          notifications: [{ kind: 'webhook', name: 'noc', url: receiver.url, secretFile, allowPrivate: true }],
        },
      });
      cluster = running;
      const { watch } = running;
      say(`  started after ${String(Date.now() - startedAt)} ms`);
      const began = performance.now();
      let done = 0;
      // So many that each kill falls into a burst, and none waits for the next one.
      const share = () => Math.min(1, (done + 1.5) / (KILLS + 1));
      const writing = Promise.all([
        writeFile(overFile, { file, collector: 'collector-0', watch, share, rotations: 2 }),
        sendOverTcp(overTcp, { port, collector: SYSLOG_COLLECTOR, watch, share }),
      ]);
      // It is waited for below: what fails before is told there.
      writing.catch(() => undefined);
      for (let kill = 0; kill < KILLS; kill++) {
        done = kill;
        watch.tell();
        const due = Math.floor((LINES * (kill + random())) / (KILLS + 1));
        await watch.until(`${String(due)} lines in the stream`, () => watch.allLines >= due);
        // Also a receiver is away now and then: what comes of deliveries is an input as well.
        receiver.answer(random() < 0.3 ? 503 : 200);
        const others = seededRandom(SEED * 10_000 + kill);
        const [victim, acts] = await Promise.all([killOne(random, running), act(others, running, kill)]);
        say(`  kill ${String(kill + 1)}: ${victim}, ${String(watch.allLines)} lines, ${String(acts)} commands`);
      }
      done = KILLS;
      receiver.answer(200);
      watch.tell();
      await writing;
      await watch.until('all lines in the stream', () => watch.allLines >= LINES);
      await running.untilApplied();
      const seconds = (performance.now() - began) / 1000;
      say(`  all applied after ${seconds.toFixed(1)} s, ${String(Math.round(LINES / seconds))} lines/s with all kills`);
      await running.finish();
      const tallies = new Map(running.nodes.map(({ name }) => [name, new LineTally([overFile, overTcp])]));
      const differing = await running.differences((node, line) => tallies.get(node)?.take(line));
      say(
        `  ${String(watch.repeated)} batches came twice or too early; read after ${String(Math.round(performance.now() - began))} ms`,
      );
      for (const [node, { faults }] of tallies) {
        expect({ node, ...faults }).toEqual({ node, lost: 0, doubled: 0, strangers: 0 });
      }
      expect(differing).toEqual([]);
      for (const member of [...running.nodes, ...running.collectors]) expect(member.faults).toBe('');
      expect(watch.allLines).toBe(LINES);
    },
    TIMEOUT_MS,
  );
});
