import type { Locator, Page } from '@playwright/test';
import { memoryLine, replayLine, routeLine } from './support/lines.js';
import { header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const ROUTE = 'Failed to remove dynamic route.';

function band(page: Page): Locator {
  return page.getByRole('region', { name: 'Unacknowledged alerts' });
}

/** Symbols that flash. */
async function flashing(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      document.getAnimations().filter((each) => each instanceof CSSAnimation && each.playState === 'running').length,
  );
}

async function acknowledge(page: Page, name: string, comment: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Acknowledge alert' });
  await dialog.getByLabel('Your name').fill(name);
  await dialog.getByLabel('Comment').fill(comment);
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
}

test.describe('a Critical', () => {
  test('stands in front of everything at once, on overview and wall', async ({ serve, newScreen }) => {
    const server = await serve();
    const overview = await newScreen();
    const wall = await newScreen();
    await overview.goto(server.url);
    await untilLive(overview);
    await wall.goto(`${server.url}wall`);
    await expect(wall.getByText('No data received yet')).toBeVisible();

    server.append(routeLine());
    await expect(band(overview).getByRole('link', { name: ROUTE })).toBeVisible();
    await expect(band(overview)).toContainText('ipsec-branch-7');
    await expect(wall.getByRole('alert')).toContainText('1 CRITICAL');
    await expect(wall.getByRole('alert')).toContainText(ROUTE);

    server.append(memoryLine());
    await expect(band(overview).getByRole('listitem')).toHaveCount(2);
    await expect(header(overview)).toContainText('2 urgent');
    await expect(wall.getByRole('alert')).toContainText('2 CRITICAL');
    await expect.poll(() => flashing(overview)).toBe(2);
    await expect.poll(() => flashing(wall)).toBeGreaterThan(0);
  });

  test('has a page that tells the vendor’s words from our advice', async ({ page, serve }) => {
    const server = await serve({ content: `${routeLine()}\n` });
    await page.goto(server.url);
    await band(page).getByRole('link', { name: ROUTE }).click();
    await expect(page.getByRole('heading', { level: 1, name: ROUTE })).toBeVisible();
    const main = page.getByRole('main');
    await expect(main).toContainText('Severity (gateway)Critical');
    await expect(main).toContainText('Priority (Tunnelwatch)Urgent');
    await expect(main).toContainText('needs manual close');
    const vendor = main.getByRole('definition');
    await expect(vendor.filter({ hasText: 'dynamic route' }).first()).toBeVisible();
    await expect(main.getByRole('term').filter({ hasText: 'Vendor recommendation' })).toBeVisible();
    const advice = main.getByRole('complementary', { name: 'Tunnelwatch’s advice' });
    await expect(advice).toContainText('not from the vendor');
    await expect(main.getByRole('list', { name: 'Events' }).getByRole('listitem')).toHaveCount(1);
  });

  test('is acknowledged for everybody, and says by whom and why', async ({ page, serve, newScreen }) => {
    const server = await serve({ content: `${routeLine()}\n` });
    const overview = await newScreen();
    const alerts = await newScreen();
    const wall = await newScreen();
    await overview.goto(server.url);
    await alerts.goto(`${server.url}alerts`);
    await wall.goto(`${server.url}wall`);
    await expect(band(overview)).toContainText(ROUTE);
    await expect(wall.getByRole('alert')).toContainText('1 CRITICAL');
    await expect.poll(() => flashing(wall)).toBeGreaterThan(0);

    await page.goto(server.url);
    await band(page).getByRole('button', { name: 'Acknowledge' }).click();
    await acknowledge(page, 'Anna', 'calling the site');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await expect(band(overview)).toHaveCount(0);
    await expect(overview.getByText('1 acknowledged alert still active')).toBeVisible();
    await expect(overview.getByText('Anna: calling the site')).toBeVisible();
    await expect(header(overview)).toContainText('No unacknowledged alerts');

    const row = alerts.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
    await expect(row).toContainText('Anna');
    await expect(row).toContainText('calling the site');
    await expect(row.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);

    await expect(wall.getByRole('alert')).toHaveCount(0);
    await expect(wall.getByText('Acknowledged by Anna')).toBeVisible();
    await expect.poll(() => flashing(wall)).toBe(0);
  });

  test('that two want to acknowledge goes to the faster one, and the other is told', async ({
    page,
    serve,
    newScreen,
    complaints,
  }) => {
    const server = await serve({ content: `${routeLine()}\n` });
    const slow = await newScreen();
    await slow.goto(`${server.url}alerts`);
    await slow.getByRole('list', { name: 'Active alerts' }).getByRole('button', { name: 'Acknowledge' }).click();
    const dialog = slow.getByRole('dialog', { name: 'Acknowledge alert' });
    await dialog.getByLabel('Your name').fill('Bea');

    await page.goto(server.url);
    await band(page).getByRole('button', { name: 'Acknowledge' }).click();
    await acknowledge(page, 'Anna', 'calling the site');

    await expect(dialog.getByRole('alert')).toContainText(/Anna acknowledged this \d+ s ago\. “calling the site”/);
    await expect(dialog.getByRole('alert')).toContainText('Your action was not sent.');
    await expect(dialog.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(slow.getByRole('list', { name: 'Active alerts' })).not.toContainText('Bea');
    expect(complaints.unexpected()).toEqual([]);
  });

  test('is one alert however often it comes, and a Notice is none', async ({ page, serve }) => {
    const server = await serve({ content: `${routeLine()}\n${routeLine()}\n${routeLine()}\n${replayLine()}\n` });
    await page.goto(`${server.url}alerts`);
    const rows = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('3×');
    server.append(routeLine({ iface: 'ipsec-branch-8' }));
    await expect(rows).toHaveCount(2);
  });
});
