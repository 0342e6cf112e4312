import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeAuthority, makeCertificate } from '../support/certificates.js';
import { Cluster } from '../support/cluster.js';
import { linesOf } from '../support/follower.js';
import { freePort } from '../support/free-port.js';
import { lacks } from '../support/programs.js';
import { eventually } from '../support/serve-process.js';
import { type Sender, startRsyslog } from '../support/syslog-senders.js';
import { numbers, storedNumbers } from '../support/syslog-server.js';

/** Far longer than anything takes on a busy machine. */
const PATIENCE_MS = 300_000;
const countSchema = z.object({ count: z.number() });
const KILLS = 3;
const BEFORE = 2000;
const BURST = 10_000;

describe.skipIf(lacks('nats-server', 'rsyslogd', 'rsyslog-gnutls', 'openssl'))(
  'the real rsyslog over TLS to a collector',
  { timeout: 2 * PATIENCE_MS },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-collector-tls-'));
    let cluster: Cluster;
    let sender: Sender;

    async function counted(count: number): Promise<void> {
      await cluster.watch.until(`${String(count)} lines in the stream`, () => cluster.watch.allLines >= count);
      await cluster.untilApplied();
    }

    beforeAll(async () => {
      const port = await freePort();
      const authority = makeAuthority(folder, 'authority');
      const own = makeCertificate(folder, 'localhost', authority);
      // Senders show a certificate too.
      const tls = { certificate: own.certificate, key: own.key, clientCa: authority.certificate };
      const collectors = [[{ listen: `tls://127.0.0.1:${String(port)}`, ...tls }]];
      cluster = await Cluster.start({ folder, nodes: 2, collectors });
      sender = startRsyslog({
        folder: join(folder, 'rsyslog'),
        port,
        transport: 'tls',
        framing: 'octet-counted',
        authority,
        own: makeCertificate(folder, 'gateway', authority),
      });
    }, PATIENCE_MS);

    afterAll(async () => {
      await sender.end('SIGKILL');
      await cluster.remove();
      rmSync(folder, { recursive: true });
    });

    it('[CLU-3] has each line on every node, once', async () => {
      sender.send(linesOf(0, BEFORE - 1));
      await counted(BEFORE);
    });

    it('[CLU-3] has no line twice over kill -9 of the collector, and lacks only what its kernel had confirmed at the kill', async () => {
      const collector = cluster.collector(0);
      for (let kill = 0; kill < KILLS; kill++) {
        const before = cluster.watch.allLines;
        const first = BEFORE + kill * BURST;
        sender.send(linesOf(first, first + BURST - 1));
        await cluster.watch.until('lines of this round', () => cluster.watch.allLines > before);
        await collector.kill();
        await collector.start();
      }
      const last = BEFORE + KILLS * BURST;
      // A sender whose queue is empty sends this line last.
      sender.send(linesOf(last, last).map((line) => line.replace(/matchkey=\S+/, 'matchkey=last')));
      await eventually(
        'the last line',
        async () => countSchema.parse(await cluster.node(0).get('events/count?matchkey=last')).count === 1,
        PATIENCE_MS,
      );
      await cluster.finish();
      expect(await cluster.differences()).toEqual([]);
      const stored = await storedNumbers(cluster.node(0).data);
      expect(stored).toEqual([...new Set(stored)].toSorted((a, b) => a - b));
      expect(stored.slice(0, BEFORE)).toEqual(numbers(0, BEFORE - 1));
      const gaps = stored.filter((number, index) => index > 0 && number !== (stored[index - 1] ?? 0) + 1);
      expect(gaps.length).toBeLessThanOrEqual(KILLS);
      expect(stored.at(-1)).toBe(last);
      expect(stored.length).toBeGreaterThan(BEFORE + KILLS);
    });
  },
);
