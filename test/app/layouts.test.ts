import { eventPageSchema } from '@tunnelwatch/shared/api';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { linesOf, storedLines, textOf } from '../support/follower.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const PATIENT = { timeout: 120_000 };
const tempFolder = tempFolders();
let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

interface Listed {
  name: string;
  state: string;
  counts: { lines: number };
  lastError: string | null;
}

async function sources(running: ServeProcess): Promise<Listed[]> {
  const answer = (await running.get('sources')) as { items: Listed[] }; // the shape of the API, which has tests of its own
  return answer.items;
}

describe('a server over a folder of a receiver', PATIENT, () => {
  it('[TAIL-34] [TAIL-35] [DEL-21] follows daily files in folders and a FIFO, across a kill and a stop', async () => {
    const directory = tempFolder();
    const logs = join(directory, 'logs');
    const fifo = join(directory, 'gw9.fifo');
    mkdirSync(join(logs, 'gw1'), { recursive: true });
    execFileSync('mkfifo', [fifo]);
    const day = (date: string) => join(logs, 'gw1', `2026-11-${date}.log`);
    writeFileSync(day('28'), textOf(linesOf(1, 10)));
    server = await ServeProcess.start({ directory, files: [logs, fifo] });
    await server.untilCount(10);
    writeFileSync(day('29'), textOf(linesOf(11, 15)));
    await server.untilCount(15);
    await appendFile(fifo, textOf(linesOf(101, 105)));
    await server.untilCount(20);
    await server.end('SIGKILL');
    await appendFile(day('29'), textOf(linesOf(16, 18)));
    server = await ServeProcess.start({ directory, files: [logs, fifo] });
    await server.untilCount(23);
    await appendFile(fifo, textOf(linesOf(106, 110)));
    await server.untilCount(28);
    rmSync(day('28'));
    // Its place was taken: it is not missed.
    await eventually('the file to be gone', async () => {
      const { state, lastError } = (await sources(running())).find(({ name }) => name === day('28')) ?? {};
      return state === 'stopped' && lastError === null;
    });
    const { items } = eventPageSchema.parse(await server.get('events?limit=100'));
    expect(new Set(items.map(({ gateway }) => gateway))).toEqual(new Set(['gw1', 'gw9']));
    expect(await server.end()).toBe(0);
    expect(server.errors).not.toContain('Warning');
    expect((await storedLines(server.data)).sort()).toEqual([...linesOf(1, 18), ...linesOf(101, 110)].sort());
  });
});

function running(): ServeProcess {
  if (server === undefined) throw new Error('no server is running');
  return server;
}
