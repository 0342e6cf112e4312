import type { ClusterStatus } from '@tunnelwatch/shared/cluster';
import { madeCluster, madeCollector, madeNode } from '../support/made-cluster.js';
import { violations } from './support/axe.js';
import { seemCluster } from './support/cluster.js';
import { fileOf, memoryLine, replayLine } from './support/lines.js';
import { header, PAGES, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const LINES = fileOf([replayLine(), memoryLine()]);
const REASON = 'the leader n1 of the stream hears nothing of n2, n3';

/** Begun so long ago that it is no change of leader. */
function cutOff(state: 'no-quorum' | 'disconnected'): ClusterStatus {
  return madeCluster({ state, since: Date.now() - 90_000, reason: REASON });
}

test('[CLU-47] the page Cluster has nodes, collectors and stream, from the navigation and the palette', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: LINES });
  const nodes = [
    madeNode({ heardMs: 0 }),
    madeNode({ name: 'noc-b', isActing: true, lagMessages: 1200, lagMs: 4000 }),
    madeNode({ name: 'noc-c', store: 'unknown' }),
  ];
  const collectors = [madeCollector({ waitingBatches: 12, waitingBytes: 250_000_000 })];
  const stream = {
    first: 1,
    last: 90_001,
    bytes: 5_000_000_000,
    maxBytes: 20_000_000_000,
    firstAt: Date.now() - 7_300_000,
  };
  await seemCluster(page, madeCluster({ nodes, collectors, stream }));
  await page.goto(server.url);
  await untilLive(page);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cluster' }).click();
  await expect(page).toHaveURL(/\/cluster$/);
  await expect(page.getByRole('status').filter({ hasText: 'Connected' })).toContainText('“tunnelwatch” takes inputs');
  const rows = page.getByRole('table', { name: 'Nodes' }).getByRole('row');
  await expect(rows).toHaveText([
    /Name/,
    /noc-a this node\s*1\.0\.0\s*90,000\s*Up to date\s*No\s*–\s*now/,
    /noc-b\s*1\.0\.0\s*90,000\s*1,200 messages, 4 s\s*Yes\s*Same\s*now/,
    /noc-c\s*1\.0\.0\s*90,000\s*Up to date\s*No\s*Unknown\s*now/,
  ]);
  await expect(page.getByRole('table', { name: 'Collectors' }).getByRole('row').last()).toHaveText(
    /site-1\s*1\.0\.0\s*3\s*238 MiB in 12 batches\s*25 %\s*now/,
  );
  await expect(page.getByText('25 %').first()).toBeVisible();
  await expect(page.getByText('2 h 1 min')).toBeVisible();
  await expect(page.getByRole('list', { name: 'What is wrong' })).toHaveCount(0);

  await page.goto(server.url);
  await untilLive(page);
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog', { name: 'Search' });
  await search.getByRole('combobox').fill('cluster');
  await expect(search.getByRole('option', { name: /^Cluster/ })).toHaveAttribute('data-highlighted', '');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/cluster$/);
});

test('[CLU-47] a server on its own has no such page in the navigation, and the page says why', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: LINES });
  await page.goto(`${server.url}cluster`);
  await untilLive(page);
  await expect(page.getByText('This server is not part of a cluster')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cluster' })).toHaveCount(0);
});

test('[CLU-48] the page names what is wrong, with the remedy', async ({ page, serve }) => {
  const server = await serve({ content: LINES });
  const nodes = [
    madeNode({ heardMs: 0, isActing: true }),
    madeNode({ name: 'noc-b', store: 'differs' }),
    madeNode({ name: 'noc-c', version: '1.1.0', store: 'unknown', lagMessages: 4200, lagMs: 95_000 }),
    madeNode({ name: 'noc-d', heardMs: 240_000 }),
  ];
  const collectors = [
    madeCollector({ waitingBatches: 900, waitingBytes: 850_000_000 }),
    madeCollector({ name: 'site-2', heardMs: 65_000 }),
  ];
  const made = await seemCluster(page, madeCluster({ nodes, collectors }));
  await page.goto(`${server.url}cluster`);
  await untilLive(page);
  await expect(page.getByRole('list', { name: 'What is wrong' }).getByRole('listitem')).toContainText([
    'The store of noc-b differs from the one of this node.',
    'Collector site-2 has been silent for 1 min.',
    'Collector site-1 has used 85 % of its spool.',
    'Node noc-d has been silent for 4 min.',
    'Node noc-c is 1 min behind.',
    'Two versions are running: 1.0.0 on noc-a, noc-b and site-1; 1.1.0 on noc-c.',
  ]);
  const banner = page.getByRole('alert').filter({ hasText: 'differs' });
  await expect(banner).toContainText('The store of noc-b differs from the one of this node.');

  made.status = madeCluster({
    nodes: [...nodes.slice(0, 2), madeNode({ name: 'noc-c', store: 'differs' })],
    collectors: [],
  });
  await page.goto(server.url);
  await expect(banner).toContainText('The store of this node differs from that of noc-b and noc-c.');
  await expect(banner).toContainText('use another node');
  await banner.getByRole('link', { name: 'View cluster' }).click();
  await expect(page.getByText('No collector has been heard of')).toBeVisible();
});

test('[CLU-45] a cut-off cluster is said on every page and wall, and nothing blames the store', async ({
  page,
  newScreen,
  serve,
}) => {
  test.slow();
  const server = await serve({ content: LINES, flags: ['--display-stale-after-seconds', '3600'] });
  const made = await seemCluster(page, cutOff('no-quorum'));
  const said = page.getByRole('alert').filter({ hasText: 'The cluster has stored nothing since' });
  for (const { path } of PAGES) {
    await page.goto(server.url + path);
    await expect(said).toBeVisible();
  }
  await expect(said).toHaveText(
    /^The cluster has stored nothing since \d\d:\d\d:\d\d\. The leader n1 of the stream hears nothing of n2, n3\. What collectors read waits there\. Changes are refused meanwhile\. View cluster$/,
  );
  await expect(header(page).getByText(/^STALE/)).toBeVisible();
  await expect(page.getByText(/not being stored|NOT STORING/)).toHaveCount(0);
  await page.goto(`${server.url}cluster`);
  await expect(page.getByRole('status').filter({ hasText: 'No quorum' })).toContainText('since');
  await expect(page.getByText('Start the NATS servers that are down')).toBeVisible();

  made.status = cutOff('disconnected');
  await page.goto(server.url);
  await expect(page.getByRole('alert').filter({ hasText: 'This node has been cut off' })).toContainText(
    'What collectors read waits there, or other nodes have it.',
  );

  const wall = await newScreen({ viewport: { width: 1920, height: 1080 } });
  await seemCluster(wall, cutOff('no-quorum'));
  await wall.goto(`${server.url}wall`);
  await expect(wall.getByRole('alert').filter({ hasText: 'The cluster has stored nothing' })).toHaveText(
    /^The cluster has stored nothing since \d\d:\d\d:\d\d · The leader n1 of the stream hears nothing of n2, n3$/,
  );
  await expect(wall.getByText(/NOT STORING/)).toHaveCount(0);
});

test('[CLU-49] figures that are old are marked so, with their age', async ({ page, serve, complaints }) => {
  complaints.expectLostConnections();
  const server = await serve({ content: LINES });
  const made = await seemCluster(page, madeCluster());
  await page.goto(`${server.url}cluster`);
  const nodes = page.locator('section').filter({ has: page.getByRole('table', { name: 'Nodes' }) });
  await expect(nodes).toContainText('noc-b');
  await expect(nodes.getByText('STALE')).toHaveCount(0);
  made.ageMs = 20_000;
  await page.reload();
  await expect(nodes.getByText('STALE')).toBeVisible();
  await expect(nodes).toContainText(/As of \d\d:\d\d:\d\d, 2\d s ago/);
  made.ageMs = 0;
  await page.reload();
  await expect(nodes).toContainText('noc-b');
  await expect(nodes.getByText('STALE')).toHaveCount(0);
  await server.end('SIGKILL');
  await expect(header(page).getByText(/^DISCONNECTED/)).toBeVisible();
  await expect(nodes.getByText('STALE')).toBeVisible();
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`[CLU-47] the page is accessible and fits, well and cut off, in the ${colorScheme} theme`, async ({
    newScreen,
    serve,
  }) => {
    const server = await serve({ content: LINES });
    const page = await newScreen({ colorScheme, reducedMotion: 'reduce' });
    const nodes = [
      madeNode({ heardMs: 0 }),
      madeNode({ name: 'a-node-with-a-name-of-63-letters-'.padEnd(63, 'x'), store: 'differs', heardMs: 99_000 }),
      madeNode({ name: 'noc-c', version: '1.1.0', lagMs: 60_000, lagMessages: 123_456_789, store: 'differs' }),
    ];
    const collectors = [madeCollector({ waitingBatches: 123_456, waitingBytes: 990_000_000, heardMs: 99_000 })];
    const made = await seemCluster(page, madeCluster());
    for (const status of [madeCluster(), madeCluster({ nodes, collectors }), cutOff('no-quorum')]) {
      made.status = status;
      for (const size of [
        { width: 1920, height: 1080 },
        { width: 390, height: 844 },
      ]) {
        await page.setViewportSize(size);
        await page.goto(`${server.url}cluster`);
        await expect(page.getByRole('table', { name: 'Nodes' })).toBeVisible();
        expect(await violations(page)).toEqual([]);
        const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const);
        expect(widths[0]).toBeLessThanOrEqual(widths[1]);
      }
    }
  });
}

test('[CLU-53] a wall of an earlier version stays while nodes of both run, and is loaded anew once, when the last of them is upgraded', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: LINES });
  let loads = 0;
  page.on('load', () => (loads += 1));
  // The first time only: as if an earlier version had served it.
  await page.addInitScript(() => {
    if (sessionStorage.getItem('wasEarlier') !== null) return;
    sessionStorage.setItem('wasEarlier', 'true');
    const age = () => document.querySelector('meta[name="tunnelwatch-version"]')?.setAttribute('content', '0.0.1');
    document.addEventListener('readystatechange', age, { once: true });
  });
  const nodes = [madeNode({ heardMs: 0 }), madeNode({ name: 'noc-b' }), madeNode({ name: 'noc-c', version: '0.0.1' })];
  const made = await seemCluster(page, madeCluster({ nodes }));
  await page.goto(`${server.url}wall`);
  await expect(page.getByRole('alert').first()).toContainText('CRITICAL');
  const { told } = made;
  await expect.poll(() => made.told).toBeGreaterThan(told + 1);
  expect(loads).toBe(1);
  made.status = madeCluster();
  await expect.poll(() => loads).toBe(2);
  await expect(page.getByRole('alert').first()).toContainText('CRITICAL');
  expect(await page.locator('meta[name="tunnelwatch-version"]').getAttribute('content')).not.toBe('0.0.1');
  expect(loads).toBe(2);
});
