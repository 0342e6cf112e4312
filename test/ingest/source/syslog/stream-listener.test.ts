import type { ListenerParts } from '@tunnelwatch/server/ingest/source/syslog/listener';
import { emptyListenerCounts } from '@tunnelwatch/server/core/aggregate/source-tally';
import { InputQueue } from '@tunnelwatch/server/ingest/source/syslog/input-queue';
import { PeerTails } from '@tunnelwatch/server/ingest/source/syslog/peer-tails';
import { StreamListener } from '@tunnelwatch/server/ingest/source/syslog/stream-listener';
import { syslogSchema } from '@tunnelwatch/server/config/syslog-schema';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../support/free-port.js';
import { eventually } from '../../../support/serve-process.js';
import { SyslogClient } from '../../../support/syslog-client.js';

const CRITICAL = '<130>1 2026-02-10T18:57:45Z gw EFW - - - IPSEC: prio=5 id=1682 rev=1 action=none';

const clients: SyslogClient[] = [];
let listener: StreamListener | undefined;

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.break()));
  listener?.close();
});

/** A listener on its own, whose clock a test can set forward. */
async function listen(limits: Record<string, number> = {}) {
  const port = await freePort();
  const lines: string[] = [];
  let aheadMs = 0;
  const blocked = new Set<string>();
  const queue: InputQueue = new InputQueue(
    1024 * 1024,
    () => setImmediate(() => queue.take(1024 * 1024, parts.clock())),
    () => undefined,
  );
  const parts: ListenerParts = {
    settings: {
      listen: `tcp://127.0.0.1:${String(port)}`,
      protocol: 'tcp',
      host: '127.0.0.1',
      port,
      allow: null,
      gatewayFrom: 'line',
      senders: [],
      tls: null,
      gateway: null,
      timeZone: 'UTC',
      format: null,
    },
    limits: syslogSchema.parse(limits),
    maxLineBytes: 65_536,
    queue,
    counts: emptyListenerCounts(),
    tails: new PeerTails([]),
    blocked: { discards: (peer) => blocked.has(peer) },
    clock: () => Date.now() + aheadMs,
    onLine: (_peer, line) => {
      lines.push(line.toString('latin1'));
    },
    onReuse: () => undefined,
    onCount: () => undefined,
    onWarning: () => undefined,
    onFailure: () => undefined,
  };
  listener = new StreamListener(parts);
  await listener.open();
  return {
    port,
    lines,
    counts: parts.counts,
    listener,
    blocked,
    /** Lets time pass for the listener. */
    advance: (ms: number) => {
      aheadMs += ms;
    },
  };
}

async function connect(port: number): Promise<SyslogClient> {
  const client = await SyslogClient.connect(port);
  clients.push(client);
  return client;
}

const untilLine = (lines: readonly string[], line: string) => eventually(line, () => lines.includes(line));

describe('one connection', () => {
  it('[TAIL-41] brings a Critical line behind a count that is far too large while it stays open', async () => {
    const { port, lines, counts } = await listen();
    const client = await connect(port);
    await client.write(`9 <134>good60000 <134>bad${String(CRITICAL.length)} ${CRITICAL}`);
    await untilLine(lines, CRITICAL);
    expect(lines).toEqual(['<134>good', '<134>bad', CRITICAL]);
    expect(counts.badFrames).toBe(1);
  });

  it('[TAIL-40] does not switch to counts at a line that begins like one', async () => {
    const { port, lines, counts } = await listen();
    const client = await connect(port);
    await client.write(`<134>good\n1000 <134>bad\n${CRITICAL}\n`);
    await untilLine(lines, CRITICAL);
    expect(lines).toEqual(['<134>good', '1000 <134>bad', CRITICAL]);
    expect(counts.badFrames).toBe(0);
  });

  it('[TAIL-42] keeps the text that it brought as a line when it takes too long', async () => {
    const { port, lines, counts, advance } = await listen({ lineSeconds: 1 });
    const client = await connect(port);
    await client.write(`9 <134>good1000 ${CRITICAL}`);
    await untilLine(lines, '<134>good');
    advance(2000);
    await client.untilClosed();
    await untilLine(lines, CRITICAL);
    expect(counts).toMatchObject({ badFrames: 1, refusedConnections: 1 });
  });
});

describe('a full listener', () => {
  it('[TAIL-43] gives the place of a connection to one that waits if it has trickled bytes for ten seconds without a line', async () => {
    const { port, lines, counts, advance } = await listen({ maxConnections: 2 });
    const spoken = await connect(port);
    await spoken.write('<134>good\n<134>unfinished');
    await untilLine(lines, '<134>good');
    const trickle = await connect(port);
    await trickle.write('<');
    const last = await connect(port);
    await last.write(`${CRITICAL}\n`);
    await eventually('two connections', () => listener?.connections === 2);
    advance(11_000);
    await trickle.write('1');
    await trickle.untilClosed();
    await untilLine(lines, CRITICAL);
    expect(counts.overLimitConnections).toBe(1);
    await spoken.write('\n');
    await untilLine(lines, '<134>unfinished');
  });

  it('[TAIL-43] closes one that has said nothing before any that has, also when only that one has been idle for a second', async () => {
    const { port, lines, counts, advance } = await listen({ maxConnections: 2 });
    const spoken = await connect(port);
    await spoken.write('<134>good\n');
    await untilLine(lines, '<134>good');
    advance(5000);
    const silent = await connect(port);
    await (await connect(port)).write(`${CRITICAL}\n`);
    await silent.untilClosed();
    await untilLine(lines, CRITICAL);
    await spoken.write('<134>again\n');
    await untilLine(lines, '<134>again');
    expect(counts.overLimitConnections).toBe(1);
  });
});
