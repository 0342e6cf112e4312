import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { linesOf, storedLines, textOf } from '../support/follower.js';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

/** Servers are started many times in one test; on a busy machine each start takes seconds. */
const PATIENT = { timeout: 150_000 };

const tempFolder = tempFolders();
let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

/** Appends lines in small writes that end in the middle of a line, and lets the server come to its turn in between. */
async function appendBroken(file: string, first: number, last: number): Promise<void> {
  const text = textOf(linesOf(first, last));
  for (let at = 0; at < text.length; at += 100_003) {
    appendFileSync(file, text.slice(at, at + 100_003));
    await new Promise((done) => setImmediate(done));
  }
}

describe('a server that is killed', PATIENT, () => {
  it('[TAIL-9] has exactly 100,000 events after 100,000 lines, five kills and five starts', async () => {
    const directory = tempFolder();
    const [round, half] = [20_000, 10_000];
    for (let kill = 0; kill < 5; kill++) {
      server = await ServeProcess.start({ directory, ...(kill === 0 ? { content: '' } : {}) });
      const running = server;
      const [before, first] = [await running.count(), kill * round];
      await appendBroken(running.log, first, first + half - 1);
      await eventually('events of this start', async () => (await running.count()) > before);
      // Some rounds are killed while lines are still being written, some when all are there and a part of them is stored.
      const writing = appendBroken(running.log, first + half, first + round - 1);
      if (kill % 2 === 0) await running.end('SIGKILL');
      await writing;
      await running.end('SIGKILL');
    }
    server = await ServeProcess.start({ directory });
    await server.untilCount(100_000);
    const { log } = server;
    expect(readFileSync(log, 'utf8')).toBe(textOf(linesOf(0, 99_999)));
    expect(await server.end()).toBe(0);
    const stored = await storedLines(server.data);
    expect(stored).toHaveLength(100_000);
    expect(stored).toEqual(linesOf(0, 99_999));
  });
});

describe('a server that is told to stop', PATIENT, () => {
  it('commits what it has read, ends with 0 although a browser holds a connection, and goes on there', async () => {
    server = await ServeProcess.start();
    const { directory, log, data } = server;
    server.append(...linesOf(0, 99));
    await server.untilCount(100);
    const writing = appendBroken(log, 100, 30_099);
    await eventually('more events', async () => (await server?.count()) !== 100);
    expect(await server.end('SIGTERM')).toBe(0);
    const stored = await storedLines(data);
    expect(stored).toEqual(linesOf(0, stored.length - 1));
    await writing;
    server = await ServeProcess.start({ directory });
    await server.untilCount(30_100);
    const response = await server.fetch('api/v1/sources', { headers: { connection: 'keep-alive' } });
    await response.text();
    expect(await server.end('SIGTERM')).toBe(0);
    expect(await storedLines(data)).toEqual(linesOf(0, 30_099));
  });
});

describe('a second server on the same data', PATIENT, () => {
  it('is refused with the number of the first, and may start at once when the first was killed', async () => {
    server = await ServeProcess.start();
    const { directory, pid } = server;
    expect(readFileSync(join(server.data, 'tunnelwatch.pid'), 'utf8').trim()).toBe(String(pid));
    const { code, err, out } = await runCli(['serve', server.log, '--data', server.data, '--port', '0']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(`process ${String(pid)}`);
    expect(err).toContain(server.data);
    server.append(...linesOf(0, 9));
    await server.untilCount(10);
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory });
    server.append(...linesOf(10, 14));
    await server.untilCount(15);
  });
});

describe('a server whose files are in trouble', PATIENT, () => {
  it('[TAIL-10] says which one and why, and reads the others', async () => {
    const directory = tempFolder();
    // As Docker makes it where the file of a mount is missing.
    const missing = join(directory, 'mounted.log');
    mkdirSync(missing);
    server = await ServeProcess.start({
      directory,
      content: textOf(linesOf(0, 4)),
      files: [missing, join(directory, 'gw1.log')],
    });
    await server.untilCount(5);
    await eventually('the trouble is told', async () => {
      const text = JSON.stringify(await server?.get('sources'));
      return text.includes('degraded') && text.includes('not a regular file');
    });
    expect(await server.end()).toBe(0);
  });

  it('is not stopped by hostile lines, nor when it starts again after them', async () => {
    server = await ServeProcess.start();
    let count = 0;
    for (const [name, line] of HOSTILE) {
      server.append(...eightOf(line), ...linesOf(count, count + 9));
      count += 18;
      await eventually(`${name} are read`, async () => (await server?.count()) === count);
      expect((await server.fetch('readyz')).status).toBe(200);
    }
    const { directory } = server;
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory });
    for (const [name, line] of HOSTILE) {
      server.append(...eightOf(line));
      count += 8;
      await eventually(`${name} are read again`, async () => (await server?.count()) === count);
    }
  });
});

const HOSTILE: readonly (readonly [string, (n: number) => string])[] = [
  ['lone surrogates', (n) => `{"message":"EFW: IPSEC: id=278 matchkey=a\\ud80${String(n)}"}`],
  ['NULs', (n) => `EFW: IPSEC: id=278 matchkey=a\0${String(n)}`],
  ['numbers beyond every time', (n) => `{"time":1e30${String(n)},"message":"EFW: IPSEC: id=278 matchkey=m"}`],
  ['ids without end', (n) => `EFW: IPSEC: id=${String(2_000_000_000 + n)} matchkey=m`],
];

function eightOf(line: (n: number) => string): string[] {
  return Array.from({ length: 8 }, (_, index) => line(index));
}
