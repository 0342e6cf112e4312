import { eventPageSchema } from '@tunnelwatch/shared/api';
import { afterEach, describe, expect, it } from 'vitest';
import { lacks } from '../../support/programs.js';
import { ServeProcess, type ServeOptions } from '../../support/serve-process.js';

let servers: ServeProcess[] = [];
afterEach(async () => {
  for (const server of servers) await server.remove();
  servers = [];
});

/** A server whose clock says what is asked. */
async function serve(options: ServeOptions): Promise<ServeProcess> {
  const server = await ServeProcess.start(options);
  servers.push(server);
  return server;
}

const line = (stamp: string) =>
  `${stamp} gw1 EFW: IPSEC: prio=2 id=278 rev=1 seqno=1 windowbase=2 windowsize=64 matchkey=1`;

/** Times of the events, in the order of their lines. */
async function times(server: ServeProcess): Promise<string[]> {
  const { items } = eventPageSchema.parse(await server.get('events?limit=100'));
  return items.toSorted((a, b) => a.seq - b.seq).map(({ time }) => new Date(time).toISOString().slice(0, 19));
}

describe.skipIf(lacks('faketime'))('a server that runs through New Year', () => {
  it('puts every stamp without a year into its own, before, after and across a restart', async () => {
    const content = [line('Nov 30 12:00:00'), line('Dec 31 23:59:40')].map((each) => `${each}\n`).join('');
    const before = await serve({ clock: '2025-12-31 23:59:50', content });
    await before.untilCount(2);
    // A clock that is ahead by seconds, a leap second, and one that is behind.
    before.append(line('Jan  1 00:00:02'), line('Dec 31 23:59:60'), line('Dec 31 23:59:49'));
    await before.untilCount(5);
    expect(await times(before)).toEqual([
      '2025-11-30T12:00:00',
      '2025-12-31T23:59:40',
      '2026-01-01T00:00:02',
      '2026-01-01T00:00:00',
      '2025-12-31T23:59:49',
    ]);
    expect(await before.end()).toBe(0);
    before.append(line('Dec 31 23:59:58'));
    const after = await serve({ clock: '2026-01-01 00:00:30', directory: before.directory });
    await after.untilCount(6);
    after.append(line('Jan  1 00:00:31'), line('Dec 31 23:59:59'), line('Jan  3 00:00:00'));
    await after.untilCount(9);
    expect((await times(after)).slice(5)).toEqual([
      '2025-12-31T23:59:58',
      '2026-01-01T00:00:31',
      '2025-12-31T23:59:59',
      // More than a day ahead: nobody can have written it.
      '2025-01-03T00:00:00',
    ]);
  });
});

describe.skipIf(lacks('faketime'))('a server that runs through a change of the clock', () => {
  const flags = ['--time-zone', 'Europe/Stockholm'];

  it('tells the two hours apart when it is set back, by when their lines come', async () => {
    // 02:59:40 for the first time.
    const first = await serve({ clock: '2026-10-25 00:59:40', flags });
    first.append(line('Oct 25 02:59:39'));
    await first.untilCount(1);
    expect(await first.end()).toBe(0);
    // 02:00:10 for the second time, half a minute later.
    const second = await serve({ clock: '2026-10-25 01:00:10', flags, directory: first.directory });
    second.append(line('Oct 25 02:00:09'));
    await second.untilCount(2);
    second.append(line('Oct 25 02:59:50'));
    await second.untilCount(3);
    expect(await times(second)).toEqual(['2026-10-25T00:59:39', '2026-10-25T01:00:09', '2026-10-25T00:59:50']);
  });

  it('moves the hour that does not exist forward when it is set forward', async () => {
    const server = await serve({ clock: '2026-03-29 01:00:30', flags });
    server.append(line('Mar 29 01:59:59'), line('Mar 29 02:30:00'), line('Mar 29 03:00:29'));
    await server.untilCount(3);
    expect(await times(server)).toEqual(['2026-03-29T00:59:59', '2026-03-29T01:30:00', '2026-03-29T01:00:29']);
  });
});
