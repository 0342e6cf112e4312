import { expect, type Page } from '@playwright/test';
import { alertPageSchema } from '@tunnelwatch/shared/api';
import { sumLabel } from '../../client/src/charts/chart-rows.js';
import { nodeOfPage, test } from './support/cluster-test.js';
import { replayLine, routeLine } from './support/lines.js';
import { chartSum, header, untilLive } from './support/pages.js';

/** Far longer than anything takes on a busy machine: it only ends a test that would never end. */
const PATIENCE_MS = 60_000;

/** Marks the page's own memory: a page that was loaded again has forgotten it. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { isOldPage: true }));
}

async function expectNotReloaded(page: Page): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(window, 'isOldPage'))).toBe(true);
}

test('[CLU-50] a page whose node is killed, and then one whose node is frozen, is live again by itself with every count and alert', async ({
  serveCluster,
  complaints,
}) => {
  test.setTimeout(240_000);
  const { cluster, write, openSignedIn } = await serveCluster();
  complaints.expectLostConnections();
  complaints.expectUnavailable();
  const page = await openSignedIn('');
  await untilLive(page);
  write(replayLine(), replayLine(), routeLine({ iface: 'before' }));
  await expect(chartSum(page)).toContainText(`${sumLabel(3, 0)} in the chart`);
  await expect(header(page)).toContainText('1 urgent');
  await mark(page);

  const killed = await nodeOfPage(cluster);
  await killed.kill();
  write(replayLine(), routeLine({ iface: 'while killed' }));
  await expect(header(page)).toContainText('2 urgent', { timeout: PATIENCE_MS });
  await untilLive(page);
  await expect(chartSum(page)).toContainText(`${sumLabel(5, 0)} in the chart`);

  const frozen = await nodeOfPage(cluster);
  frozen.freeze();
  write(replayLine(), routeLine({ iface: 'while frozen' }));
  await expect(header(page)).toContainText('3 urgent', { timeout: PATIENCE_MS });
  await untilLive(page);
  await expect(chartSum(page)).toContainText(`${sumLabel(7, 0)} in the chart`);
  await expect(header(page).getByText('ann', { exact: true })).toBeVisible();
  await expectNotReloaded(page);

  frozen.thaw();
  await killed.start();
  await cluster.untilApplied();
  for (const node of cluster.nodes) {
    const { items } = alertPageSchema.parse(await node.get('alerts?limit=1000'));
    const interfaces = items.flatMap(({ subject }) => (subject.kind === 'interface' ? [subject.iface] : []));
    expect(interfaces.toSorted()).toEqual(['before', 'while frozen', 'while killed']);
  }
});
