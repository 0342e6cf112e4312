import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf } from '../support/follower.js';
import { freePort } from '../support/free-port.js';
import { eventually } from '../support/serve-process.js';
import { sendDatagrams } from '../support/syslog-client.js';
import { listenerOf } from '../support/syslog-server.js';
import { header } from './support/pages.js';
import { expect, test } from './support/test.js';

test('[TAIL-44] lost datagrams and sources that are not read are marked on every page and on the wall', async ({
  page,
  serve,
  newScreen,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-losing-'));
  const [port, takenPort] = [await freePort(), await freePort()];
  const taken = createServer().listen(takenPort, '127.0.0.1');
  await once(taken, 'listening');
  try {
    const udp = `udp://127.0.0.1:${String(port)}`;
    const sources = [{ listen: udp }, { listen: `tcp://127.0.0.1:${String(takenPort)}` }];
    const configuration = join(folder, 'tunnelwatch.yaml');
    writeFileSync(configuration, JSON.stringify({ sources, syslog: { receiveBufferBytes: 4096 }, timeZone: 'UTC' }));
    const directory = join(folder, 'server');
    mkdirSync(directory);
    const server = await serve({ directory, files: [], flags: ['--config', configuration] });
    const wall = await newScreen({ viewport: { width: 1920, height: 1080 } });
    await page.goto(server.url);
    await wall.goto(`${server.url}wall`);

    await expect(header(page).getByRole('link', { name: 'Not reading 1 source' })).toBeVisible();
    await expect(wall.getByText('Not reading 1 source')).toBeVisible();
    await eventually('a loss', async () => {
      await sendDatagrams(port, linesOf(0, 9999));
      return Number((await listenerOf(server, udp)).kernelDrops) > 0;
    });
    const losing = /^LOSING INPUT: [\d,]+ datagrams? since \d\d:\d\d:\d\d/;
    const both = header(page).getByRole('link', { name: new RegExp(`${losing.source} · Not reading 1 source$`) });
    await expect(both).toBeVisible();
    await expect(wall.getByText(losing)).toBeVisible();
    await expect(wall.getByText('Not reading 1 source')).toBeVisible();
    // A phone has room for one word of it.
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(header(page).getByText('LOSING', { exact: true })).toBeInViewport({ ratio: 1 });
    await both.click();
    await expect(page).toHaveURL(/\/sources$/);
  } finally {
    taken.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
