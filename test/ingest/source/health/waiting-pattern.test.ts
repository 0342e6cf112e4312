import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { afterEach, expect, it } from 'vitest';
import { linesOf, textOf } from '../../../support/follower.js';
import { runCli } from '../../../support/run-cli.js';
import { eventually, ServeProcess } from '../../../support/serve-process.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

const sourcesSchema = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      lastError: z.string().nullable(),
      offset: z.number(),
      lagBytes: z.number(),
    }),
  ),
});

async function sourcesOf(running: ServeProcess) {
  return sourcesSchema.parse(await running.get('sources')).items;
}

it('[TAIL-17] a pattern that matches nothing is a source that waits, until a file appears', async () => {
  const directory = tempFolder();
  const pattern = join(directory, 'later', '*.log');
  server = await ServeProcess.start({ directory, files: [pattern] });
  const running = server;
  await eventually('the pattern', async () => (await sourcesOf(running)).length === 1);
  expect(await sourcesOf(running)).toMatchObject([
    { name: pattern, state: 'waiting', lastError: expect.stringContaining('no file matches'), offset: 0, lagBytes: 0 },
  ]);
  const file = join(directory, 'later', 'gw1.log');
  mkdirSync(join(directory, 'later'));
  writeFileSync(file, textOf(linesOf(1, 3)));
  await running.untilCount(3);
  await eventually('the file alone', async () => {
    const names = (await sourcesOf(running)).map(({ name }) => name);
    return names.length === 1 && names[0] === file;
  });
  // A folder that vanishes and comes back.
  rmSync(join(directory, 'later'), { recursive: true });
  await eventually('both to wait', async () => {
    const all = await sourcesOf(running);
    return all.length === 2 && all.every(({ state }) => state === 'waiting');
  });
  mkdirSync(join(directory, 'later'));
  writeFileSync(file, textOf(linesOf(4, 5)));
  await running.untilCount(5);
});

it('tells that a folder that is named to ingest has no log file', async () => {
  const directory = tempFolder();
  const ran = await runCli(['ingest', directory, '--data', join(directory, 'data')]);
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toContain(`there is no log file in ${directory}: specify the files`);
});
