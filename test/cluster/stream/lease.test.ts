import type { Lease } from '@tunnelwatch/server/cluster/stream/lease';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openedStreams } from '../../support/input-streams.js';
import { NatsServers } from '../../support/nats.js';
import { endWithUs } from '../../support/processes.js';
import { lacks } from '../../support/programs.js';
import { streamSettings } from '../../support/stream-settings.js';
import { eventually } from '../../support/serve-process.js';

const open = openedStreams();

/** A node in a process of its own, which takes part in a lease and prints each change. */
const NODE = `
import { InputStream } from '@tunnelwatch/server/cluster/stream/input-stream';
const [settings, name] = process.argv.slice(1);
const stream = await InputStream.open(JSON.parse(settings), { onState: () => undefined });
stream.lease({ name, holder: 'other', onChange: (isHeld) => console.log(isHeld ? 'held' : 'lost') });
`;

class OtherNode {
  readonly changes: string[] = [];

  private constructor(private readonly child: ChildProcessByStdio<null, Readable, null>) {
    createInterface({ input: child.stdout }).on('line', (line) => this.changes.push(line));
  }

  static start(settings: unknown, name: string): OtherNode {
    const words = ['--input-type=module', '--eval', NODE, JSON.stringify(settings), name];
    return new OtherNode(endWithUs(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })));
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

describe.skipIf(lacks('nats-server'))('a lease', () => {
  let servers: NatsServers;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nats-lease-'));
    servers = await NatsServers.start({ folder, servers: 3 });
  });

  afterAll(async () => {
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const settings = () => streamSettings(servers.addresses, 'leases');

  /** Some who take part, and how many held it at once at the most. */
  async function takePart(name: string, holders: readonly string[]) {
    const leases: Lease[] = [];
    const most = { atOnce: 0 };
    const onChange = () => {
      most.atOnce = Math.max(most.atOnce, leases.filter((lease) => lease.isHeld).length);
    };
    for (const holder of holders) {
      const { stream } = await open(settings());
      leases.push(stream.lease({ name, holder, onChange }));
    }
    return { leases, most, held: () => leases.filter((lease) => lease.isHeld).length };
  }

  it('[STREAM-10] is held by one, known to all, and taken over at once when it is released', async () => {
    const { leases, most, held } = await takePart('notify', ['a', 'b', 'c']);
    await eventually('a holder that all know', () => {
      const known = new Set(leases.map((lease) => lease.holder));
      return held() === 1 && known.size === 1;
    });
    const first = leases.find((lease) => lease.isHeld);
    await first?.close();
    expect(first?.isHeld).toBe(false);
    await eventually('another holder', () => held() === 1);
    expect(leases.find((lease) => lease.isHeld)).not.toBe(first);
    expect(most.atOnce).toBe(1);
  });

  it('[STREAM-10] is never held by two while servers die, and held by one again after that', async () => {
    const { most, held } = await takePart('siege', ['a', 'b', 'c']);
    await eventually('a holder', () => held() === 1);
    for (const victim of [0, 1, 2]) {
      await servers.kill(victim);
      await servers.restart(victim);
      await eventually('a holder', () => held() === 1);
    }
    expect(most.atOnce).toBe(1);
    // A majority that is killed at once may lose what it had in memory, a renewal among it: one is held again, and by one.
    await Promise.all([servers.kill(0), servers.kill(1)]);
    await eventually('nobody to hold it without a majority', () => held() === 0);
    await Promise.all([servers.restart(0), servers.restart(1)]);
    await eventually('a holder', () => held() === 1);
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    '[STREAM-11] moves when its holder gets %s, and a holder that wakes up knows',
    async (signal) => {
      const name = signal.toLowerCase();
      const other = OtherNode.start(settings(), name);
      try {
        await eventually('the other to hold it', () => other.changes.at(-1) === 'held');
        const { leases } = await takePart(name, ['here']);
        await eventually('its holder to be known', () => leases[0]?.holder === 'other');
        other.signal(signal);
        await eventually('it to move here', () => leases[0]?.isHeld === true);
        expect(leases[0]?.holder).toBe('here');
        if (signal === 'SIGKILL') return;
        other.signal('SIGCONT');
        await eventually('the other to know', () => other.changes.at(-1) === 'lost');
        expect(leases[0]?.isHeld).toBe(true);
      } finally {
        await other.kill();
      }
    },
  );
});
