import { appendFileSync } from 'node:fs';
import { DAY_MS, HOUR_MS } from '@tunnelwatch/shared/time-units';
import { afterEach, describe, expect, it } from 'vitest';
import { bsdStamp } from '../support/bsd-stamp.js';
import { textOf } from '../support/follower.js';
import { ServeProcess } from '../support/serve-process.js';

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

const line = (stamp: string, seqno: number) =>
  `${stamp} gw1 EFW: IPSEC: prio=2 id=278 rev=1 event="Anti-replay check failed" action=drop seqno=${String(seqno)} windowbase=900 windowsize=64 matchkey=a1`;

describe('a stray stamp in a log whose stamps have no year', () => {
  it('changes no other line: read late, live, and after a restart', async () => {
    const now = Date.now();
    // About half a year away: the year of a line beside it would be another one.
    const strays = [-150, -200, 100].map((days) => bsdStamp(now + days * DAY_MS));
    const today = () => bsdStamp(Date.now());
    const part = (from: number) => [
      line(today(), from),
      ...strays.flatMap((stray, at) => [line(stray, from + 2 * at + 1), line(today(), from + 2 * at + 2)]),
    ];
    const recent = () => server?.count(`from=${new Date(now - HOUR_MS).toISOString()}`);
    server = await ServeProcess.start({ content: textOf(part(0)) });
    await server.untilCount(7);
    expect(await recent()).toBe(4);
    server.append(...part(10));
    await server.untilCount(14);
    expect(await recent()).toBe(8);
    const { directory, log } = server;
    await server.end();
    appendFileSync(log, textOf(part(20)));
    server = await ServeProcess.start({ directory });
    await server.untilCount(21);
    expect(await recent()).toBe(12);
    expect(await server.count(`from=${new Date(now + 2 * DAY_MS).toISOString()}`)).toBe(0);
  });
});

describe('a server in UTC with a source that names no zone', () => {
  it('says at its start that stamps are read as UTC, unless TZ says so', async () => {
    server = await ServeProcess.start({ env: { TZ: '' } });
    expect(server.errors).toContain('set timeZone for its source, or TZ for the container');
    await server.remove();
    server = await ServeProcess.start({ env: { TZ: 'UTC' } });
    expect(server.errors).not.toContain('timeZone');
    await server.remove();
    server = await ServeProcess.start({ env: { TZ: '' }, flags: ['--time-zone', 'Europe/Stockholm'] });
    expect(server.errors).not.toContain('set timeZone');
  });
});
