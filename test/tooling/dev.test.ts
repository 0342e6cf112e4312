import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { endWithUs } from '../support/processes.js';
import { eventually } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

it('npm run dev serves the pages from their sources and the API behind them, and ends with Ctrl-C', async () => {
  const port = await freePort();
  const words = [resolve('scripts/dev.mjs'), '--pages', String(port), '--data', tempFolder()];
  const dev = endWithUs(spawn(process.execPath, words, { stdio: 'ignore' }));
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually('a ready server behind the pages', () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const page = await (await fetch(`${url}/tunnels`, { headers: { Accept: 'text/html' } })).text();
  expect(page).toContain('<base href="/">');
  expect(page).toContain('src="/src/main.tsx"');
  expect(await (await fetch(`${url}/src/main.tsx`)).text()).toContain('"/src/theme/theme.css"');
  const { status } = await fetch(`${url}/api/v1/alerts`, { headers: { Origin: url } });
  expect(status).toBe(200);
  const ended = once(dev, 'exit');
  dev.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
