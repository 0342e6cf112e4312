import type { View } from '@tunnelwatch/shared/protocol';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { flipBit } from '../../support/damage.js';
import { linesOf, textOf } from '../../support/follower.js';
import { LiveClient } from '../../support/live-client.js';
import { runCli } from '../../support/run-cli.js';
import { ServeProcess } from '../../support/serve-process.js';

const STATUS = { view: 'status' } as const satisfies View;
let server: ServeProcess | undefined;
let client: LiveClient | undefined;

afterEach(async () => {
  client?.disconnect();
  client = undefined;
  await server?.remove();
  server = undefined;
});

async function watch(url: string): Promise<LiveClient> {
  client = new LiveClient(url);
  await client.join(STATUS);
  await client.until('the room of the store', STATUS, ({ status }) => status?.storage != null);
  return client;
}

describe('the store on the screen', () => {
  it('says how much room it takes and how far back it reaches', async () => {
    server = await ServeProcess.start({ content: textOf(linesOf(0, 9)) });
    await server.untilCount(10);
    const screen = await watch(server.url);
    const storage = screen.state(STATUS).status?.storage;
    expect(storage).toMatchObject({ removedUntil: null, removedEvents: 0, damagedSegments: [] });
    expect(storage?.mostBytes).toBe(Math.floor((storage?.diskBytes ?? 0) / 2));
    expect(storage?.bytes).toBeGreaterThan(0);
  });

  it('names a segment whose bytes were damaged, once in the log; the rest is answered', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-storage-'));
    const [log, data] = [join(directory, 'gw1.log'), join(directory, 'data')];
    writeFileSync(log, textOf(linesOf(0, 5_999)));
    // Many lines in one commit become a segment.
    expect(await runCli(['ingest', log, '--data', data])).toMatchObject({ code: 0 });
    flipBit(data, 'lines', 1);
    appendFileSync(log, textOf(linesOf(6_000, 6_099)));
    server = await ServeProcess.start({ directory });
    await server.untilCount(6_100);
    const screen = await watch(server.url);
    const left = await server.count('q=efw');
    expect(left).toBe(100);
    expect(await server.count('q=EFW')).toBe(left);
    expect(await server.count('q=Efw')).toBe(left);
    await screen.until('its name', STATUS, ({ status }) => status?.storage?.damagedSegments.length === 1);
    const [damage] = screen.state(STATUS).status?.storage?.damagedSegments ?? [];
    expect(damage).toMatchObject({ id: 1, firstSeq: 1, reason: 'the checksum of its lines does not match' });
    expect(damage?.lastSeq).toBe(6_000);
    expect(server.errors.match(/segment 1 \(events 1 to/g)).toHaveLength(1);
    const checked = await runCli(['check-data', '--data', data]);
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('segment 1 (events 1 to');
  });
});
