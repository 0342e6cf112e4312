import type { Page } from '@playwright/test';
import { fileOf, memoryLine, replayLine, routeLine } from './support/lines.js';
import { header, PAGES, untilLive } from './support/pages.js';
import { recentLog } from './support/simulate.js';
import { expect, test } from './support/test.js';

const SIZES = [
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
  { width: 390, height: 844 },
];

/** Long words are what breaks a layout. */
const LONG = 'x'.repeat(300);

function busyLog(): string {
  const long = replayLine({ matchkey: LONG, gateway: 'gw-with-a-name-that-is-longer-than-most' });
  return recentLog(20, '--tunnels', '200', '--gateways', '4').toString() + fileOf([long, routeLine(), memoryLine()]);
}

/** Neither does the page scroll sideways, nor is any text cut off at its edge outside of a part that scrolls by itself. */
async function expectNothingBeyondTheEdge(page: Page): Promise<void> {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const);
  expect(widths[0], `width of ${page.url()}`).toBeLessThanOrEqual(widths[1]);
  const beyond = await page.evaluate(() => {
    const hasOwnWidth = (element: Element | null): boolean =>
      element !== null &&
      element.tagName !== 'MAIN' &&
      (getComputedStyle(element).overflowX !== 'visible' || hasOwnWidth(element.parentElement));
    const hasOwnText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
    return [...document.querySelectorAll('main *, header *')]
      .filter(hasOwnText)
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
      .filter((element) => element.closest('.visually-hidden') === null && !hasOwnWidth(element.parentElement))
      .map((element) => `${element.tagName} ${element.className} ${(element.textContent ?? '').slice(0, 40)}`);
  });
  expect(beyond, `beyond the edge of ${page.url()}`).toEqual([]);
}

/** Rows of the wall are whole or not there: half a line of letters tells nobody anything. */
async function expectWholeRows(page: Page): Promise<void> {
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('main section li')]
      .filter((row) => {
        const section = row.closest('section')?.getBoundingClientRect();
        return section !== undefined && row.getBoundingClientRect().bottom > section.bottom + 1;
      })
      .map((row) => row.textContent),
  );
  expect(cut).toEqual([]);
}

/** Controls without a name stand in the tree of a screen reader without a quoted text behind their role. */
async function expectNamedControls(page: Page): Promise<void> {
  const tree = await page.locator('body').ariaSnapshot();
  const nameless = /^\s*- '?(?:button|link|textbox|searchbox|combobox|checkbox|dialog|img)(?! ")/;
  expect(
    tree.split('\n').filter((line) => nameless.test(line)),
    page.url(),
  ).toEqual([]);
}

/** Looks at the page at every size: it follows a window whose size changes. */
async function expectAtEachSize(page: Page, look: () => Promise<void>): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    // Charts and lists measure themselves once they were laid out.
    await expect(look).toPass();
  }
}

test('every page fits 1920 × 1080, 3840 × 2160 and 390 × 844', async ({ page, serve }) => {
  // All pages in one test.
  test.slow();
  const server = await serve({ content: busyLog() });
  const more = [
    { path: `tunnels/gw-with-a-name-that-is-longer-than-most/${LONG}`, title: /^x+…/ },
    { path: 'alerts/1', title: /./ },
    { path: 'alerts/health', title: 'Alert health' },
    { path: 'alerts/windows', title: 'Maintenance windows' },
    { path: 'nowhere', title: 'Page not found' },
  ];
  for (const { path, title } of [...PAGES, ...more]) {
    await page.goto(server.url + path);
    await untilLive(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toHaveCount(1);
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expectAtEachSize(page, async () => {
      await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
      await expectNothingBeyondTheEdge(page);
      await expectNamedControls(page);
    });
  }
  await page.goto(`${server.url}wall`);
  await expect(page.getByRole('alert')).toContainText('CRITICAL');
  await expect(page.getByRole('heading', { level: 1, name: 'Wall' })).toHaveCount(1);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expectAtEachSize(page, async () => {
    await expectNothingBeyondTheEdge(page);
    await expectWholeRows(page);
    await expectNamedControls(page);
  });
});

test('the keyboard reaches every page, and shows where it is', async ({ page, serve }) => {
  const server = await serve();
  await page.goto(server.url);
  await untilLive(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Tab');
  for (const { title } of PAGES) {
    await page.keyboard.press('Tab');
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: title, exact: true });
    await expect(link).toBeFocused();
    const outline = await link.evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return { style: outlineStyle, width: Number.parseFloat(outlineWidth) };
    });
    expect(outline.style).not.toBe('none');
    expect(outline.width).toBeGreaterThanOrEqual(2);
  }
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Sources' })).toBeVisible();
  await expect(header(page)).toBeVisible();
});

test('a narrow screen has its pages behind a button', async ({ page, serve }) => {
  const server = await serve();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(server.url);
  const menu = page.getByRole('button', { name: 'Menu' });
  await expect(menu).toHaveAttribute('aria-expanded', 'false');
  await menu.click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tunnels' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tunnels' })).toBeVisible();
  await expect(menu).toHaveAttribute('aria-expanded', 'false');
});
