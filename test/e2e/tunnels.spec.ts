import type { Locator, Page } from '@playwright/test';
import { fileOf, integrityLine, replayLine } from './support/lines.js';
import { expect, test } from './support/test.js';

const TUNNELS = 10_000;

function table(page: Page): Locator {
  return page.getByRole('table', { name: 'Tunnels' });
}

function matchkeys(page: Page): Locator {
  return table(page).getByRole('link');
}

function nameOf(index: number): string {
  return `m-${String(index).padStart(5, '0')}`;
}

function manyTunnels(): string {
  const lines = Array.from({ length: TUNNELS }, (_, index) =>
    replayLine({ matchkey: nameOf(index), gateway: `gw-${String(index % 4)}` }),
  );
  return fileOf([...lines, integrityLine({ matchkey: nameOf(7007), gateway: 'gw-3' })]);
}

test.describe('ten thousand tunnels', () => {
  test('scroll without ever being in the document all at once', async ({ page, serve }) => {
    const server = await serve({ content: manyTunnels() });
    await server.untilCount(TUNNELS + 1);
    await page.goto(`${server.url}tunnels?sort=matchkey`);
    await expect(page.getByRole('heading', { name: '10,000 tunnels' })).toBeVisible();
    await expect(table(page)).toHaveAttribute('aria-rowcount', String(TUNNELS + 1));
    await expect(matchkeys(page).first()).toHaveText(nameOf(0));
    expect(await matchkeys(page).count()).toBeLessThan(150);

    await matchkeys(page).first().hover();
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 8000);
        return matchkeys(page).last().textContent();
      })
      .toMatch(/^m-0[1-9]/);
    expect(await matchkeys(page).count()).toBeLessThan(150);
  });

  test('are searched, sorted and opened', async ({ page, serve }) => {
    const server = await serve({ content: manyTunnels() });
    await server.untilCount(TUNNELS + 1);
    await page.goto(`${server.url}tunnels`);
    await expect(matchkeys(page).first()).toHaveText(nameOf(7007));

    await page.getByRole('searchbox', { name: 'Search' }).fill('m-0123');
    await expect(page.getByRole('heading', { name: '10 tunnels found' })).toBeVisible();
    await expect(page).toHaveURL(/[?&]q=m-0123/);
    await expect(matchkeys(page)).toHaveCount(10);
    await page.reload();
    await expect(page.getByRole('heading', { name: '10 tunnels found' })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Search' }).fill('nobody');
    await expect(page.getByText('None of 10,000 tunnels match.')).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();

    const title = page.getByRole('columnheader', { name: 'Matchkey' });
    await title.getByRole('button').click();
    await expect(title).toHaveAttribute('aria-sort', 'ascending');
    await expect(matchkeys(page).first()).toHaveText(nameOf(0));
    await title.getByRole('button').click();
    await expect(title).toHaveAttribute('aria-sort', 'descending');
    await expect(matchkeys(page).first()).toHaveText(nameOf(TUNNELS - 1));

    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Mix' }).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('columnheader', { name: 'Mix' })).toHaveCount(0);
    await page.reload();
    await expect(matchkeys(page).first()).toHaveText(nameOf(TUNNELS - 1));
    await expect(page.getByRole('columnheader', { name: 'Mix' })).toHaveCount(0);

    await matchkeys(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(matchkeys(page).nth(1)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: nameOf(TUNNELS - 2) })).toBeVisible();
    await page.goBack();
    await matchkeys(page)
      .filter({ hasText: nameOf(TUNNELS - 3) })
      .click();
    await expect(page.getByRole('heading', { level: 1, name: nameOf(TUNNELS - 3) })).toBeVisible();
  });
});

/** Matchkeys that mean something to a path, a query, a page or a program. */
const HOSTILE = [
  '/',
  '.',
  '..',
  '../../etc/passwd',
  '~',
  'two words',
  '50% & more? #1',
  '%2F%2e%2e',
  'back\\slash',
  '🔥 tunnel 🔥',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '__proto__',
];

test('a matchkey of any characters opens its page, by click and by address, as text', async ({ page, serve }) => {
  const lines = HOSTILE.map((matchkey) => replayLine({ matchkey: `"${matchkey}"` }));
  const server = await serve({ content: fileOf(lines) });
  await server.untilCount(HOSTILE.length);
  await page.goto(`${server.url}tunnels`);
  await expect(matchkeys(page)).toHaveCount(HOSTILE.length);
  for (const matchkey of HOSTILE) {
    const heading = page.getByRole('heading', { level: 1 });
    const newest = page.getByRole('list', { name: 'Newest events of the tunnel' }).getByRole('listitem');
    await matchkeys(page).getByText(matchkey, { exact: true }).click();
    await expect(heading).toHaveText(matchkey);
    await expect(newest).toHaveCount(1);
    await page.reload();
    await expect(heading).toHaveText(matchkey);
    await expect(newest).toHaveCount(1);
    await page.goBack();
  }
});
