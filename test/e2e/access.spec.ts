import type { Page } from '@playwright/test';
import { violations } from './support/axe.js';
import { fileOf, integrityLine, memoryLine, replayLine, routeLine } from './support/lines.js';
import { header, untilLive } from './support/pages.js';
import { endOfSecond, untilPast } from './support/past-time.js';
import { expect, test } from './support/test.js';

const PATHS = [
  '',
  'tunnels',
  'tunnels/gw-north/4711',
  'gateways',
  'gateways/gw-north',
  'alerts',
  'alerts/1',
  'alerts/health',
  'alerts/windows',
  'events',
  'report',
  'inventory',
  'sources',
  'catalogue',
  'catalogue?id=278',
  'settings',
  'admin',
  'admin/rules',
  'admin/audit',
  'admin/walls',
  'wall',
];

/** The page with what it loads: axe must not look at a skeleton. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('main')).toBeVisible();
}

test('[LIVE-52] every page is accessible by WCAG 2.2 AA, live, in both themes', async ({ newScreen, serve }) => {
  // Twenty pages in one test.
  test.slow();
  const server = await serve({
    content: fileOf([replayLine(), integrityLine(), routeLine(), memoryLine({ gateway: 'gw-south' })]),
    flags: ['--display-stale-after-seconds', '3600'],
  });
  const page = await newScreen({ reducedMotion: 'reduce' });
  const found: string[] = [];
  for (const path of PATHS) {
    await page.goto(`${server.url}${path}`);
    await settled(page);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)).map((each) => `${colorScheme}: ${each}`));
    }
  }
  expect(found).toEqual([]);
});

for (const theme of ['dark', 'light'] as const) {
  test(`[LIVE-52] pages that are stale, of the past or disconnected are too, in the ${theme} theme`, async ({
    newScreen,
    serve,
    complaints,
  }) => {
    complaints.expectLostConnections();
    const server = await serve({
      content: fileOf([replayLine(), integrityLine(), routeLine()]),
      flags: ['--display-stale-after-seconds', '1'],
    });
    await server.untilCount(3);
    // It lies far enough behind when it is looked at: what comes before takes longer.
    const at = await endOfSecond();
    const page = await newScreen({ colorScheme: theme });
    const wall = await newScreen({ colorScheme: theme });
    const found: string[] = [];
    for (const path of ['', 'tunnels/gw-north/4711', 'alerts', 'sources']) {
      await page.goto(`${server.url}${path}`);
      await settled(page);
      await expect(header(page).getByText(/^STALE/)).toBeVisible();
      found.push(...(await violations(page)));
    }
    await wall.goto(`${server.url}wall?theme=${theme}`);
    await expect(wall.getByText(/^STALE/)).toBeVisible();
    found.push(...(await violations(wall)));

    await untilPast(at);
    for (const path of [`?at=${at}`, `wall?theme=${theme}&at=${at}`]) {
      await page.goto(`${server.url}${path}`);
      await expect(page.getByText('HISTORY', { exact: true }).first()).toBeVisible();
      await expect(page.getByText('Failed to remove dynamic route.').first()).toBeVisible();
      await settled(page);
      found.push(...(await violations(page)));
    }
    await page.goto(server.url);
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();

    await server.end('SIGKILL');
    await expect(header(page).getByText(/^DISCONNECTED/)).toBeVisible();
    await expect(wall.getByText(/^DISCONNECTED/)).toBeVisible();
    found.push(...(await violations(page)), ...(await violations(wall)));
    expect(found).toEqual([]);
  });
}

test('[LIVE-52] dialogs, menus and the search are accessible too', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await page.goto(`${server.url}alerts`);
  await untilLive(page);
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  const found = [...(await violations(page))];
  await page.getByRole('menuitem', { name: 'Acknowledge with comment…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  found.push(...(await violations(page)));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search' }).getByRole('option').first()).toBeVisible();
  found.push(...(await violations(page)));
  expect(found).toEqual([]);
});
