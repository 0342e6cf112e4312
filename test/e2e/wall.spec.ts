import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { fileOf, memoryLine, replayLine, routeLine } from './support/lines.js';
import { recentLog } from './support/simulate.js';
import { expect, test } from './support/test.js';

const FULL_HD = { width: 1920, height: 1080 };
const MAX_SCRIPT_BYTES = 250 * 1024;

function busyLog(): string {
  return recentLog(30, '--tunnels', '300', '--gateways', '3').toString() + fileOf([routeLine(), memoryLine()]);
}

/** Sizes of the letters of each text on the wall that can be seen, smallest first, CSS pixels. */
async function letterSizes(page: Page): Promise<readonly { readonly text: string; readonly px: number }[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: { text: string; px: number }[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      // The way out is there for whoever has a mouse; nobody reads it from afar.
      if (element === null || text === '' || element.closest('a, .visually-hidden') !== null) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      found.push({ text, px: Number.parseFloat(getComputedStyle(element).fontSize) });
    }
    return found.sort((a, b) => a.px - b.px);
  });
}

/** Texts whose letters reach into a margin of so many percent of the picture, with their places. */
async function textBeyondMargin(page: Page, percent: number): Promise<readonly string[]> {
  return page.evaluate((share) => {
    // Each way the picture shifts by this, slowly; and places are fractions.
    const slack = 5;
    const edge = { x: (innerWidth * share) / 100 - slack, y: (innerHeight * share) / 100 - slack };
    const isClipped = (element: Element): boolean => getComputedStyle(element).overflowX !== 'visible';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element === null || node.textContent?.trim() === '') continue;
      if (element.closest('a, noscript, .visually-hidden') !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      // The box of a line is higher than its letters, and what does not fit ends with its clipping box.
      const leading = (box.height - Number.parseFloat(getComputedStyle(element).fontSize)) / 2;
      let clip: Element | null = element;
      while (clip !== null && !isClipped(clip)) clip = clip.parentElement;
      const right = Math.min(box.right, clip?.getBoundingClientRect().right ?? box.right);
      const isAcross = box.left < edge.x || right > innerWidth - edge.x;
      const isAlong = box.top + leading < edge.y || box.bottom - leading > innerHeight - edge.y;
      if (isAcross || isAlong) {
        found.push(`${element.textContent ?? ''}: ${[box.left, right, box.top, box.bottom].map(Math.round).join(' ')}`);
      }
    }
    return found;
  }, percent);
}

test.describe('the wall', () => {
  test('is readable from five metres on 55 inches', async ({ page, serve }) => {
    const server = await serve({ content: busyLog() });
    await page.setViewportSize(FULL_HD);
    await page.goto(`${server.url}wall?distance=5&diagonal=55`);
    await expect(page.getByRole('alert')).toContainText('CRITICAL');
    await expect(page.getByRole('img', { name: /^Heat grid of all tunnels/ })).toBeVisible();
    const sizes = await letterSizes(page);
    expect(sizes.length).toBeGreaterThan(10);
    expect(sizes.filter(({ px }) => px < 52)).toEqual([]);
  });

  test('has letters for the distance that the address names', async ({ page, serve }) => {
    const server = await serve({ content: `${replayLine()}\n` });
    await page.setViewportSize(FULL_HD);
    await page.goto(`${server.url}wall?distance=3&diagonal=55`);
    await expect(page.getByText('data age')).toBeVisible();
    const near = (await letterSizes(page))[0]?.px ?? 0;
    expect(near).toBeGreaterThanOrEqual(31);
    expect(near).toBeLessThan(52);
    // A screen of 16:10 is no wider: with larger letters it would cut words that one of 16:9 has room for.
    await page.setViewportSize({ width: 1920, height: 1200 });
    expect((await letterSizes(page))[0]?.px).toBe(near);
  });

  test('stands still for whoever wants no motion', async ({ page, serve }) => {
    const server = await serve({ content: `${routeLine()}\n` });
    const running = () =>
      page.evaluate(() => document.getAnimations().filter((each) => each.playState === 'running').length);
    await page.goto(`${server.url}wall`);
    await expect(page.getByRole('alert')).toContainText('1 CRITICAL');
    await expect.poll(running).toBe(1);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await expect.poll(running).toBe(0);
    await expect(page.getByRole('alert')).toContainText('1 CRITICAL');
  });

  test('shows all of itself without scrolling', async ({ page, serve }) => {
    const server = await serve({ content: busyLog() });
    await page.setViewportSize(FULL_HD);
    await page.goto(`${server.url}wall`);
    const grid = page.getByRole('img', { name: /^Heat grid of all tunnels/ });
    await expect(grid).toBeInViewport({ ratio: 0.99 });
    expect((await grid.boundingBox())?.height ?? 0).toBeGreaterThan(80);
  });

  for (const { width, height, query, percent } of [
    { ...FULL_HD, query: '', percent: 2.5 },
    { width: 3840, height: 2160, query: '', percent: 2.5 },
    { ...FULL_HD, query: '?overscan=5', percent: 5 },
    { ...FULL_HD, query: '?distance=3&overscan=10', percent: 10 },
  ]) {
    test(`keeps its text off the edges that a television cuts, ${String(width)}${query}`, async ({ page, serve }) => {
      const server = await serve({ content: busyLog() });
      await page.setViewportSize({ width, height });
      await page.goto(`${server.url}wall${query}`);
      await expect(page.getByRole('alert')).toContainText('CRITICAL');
      expect(await textBeyondMargin(page, percent)).toEqual([]);
    });
  }

  test('loads at most 250 KB of script, compressed', async ({ page, serve }) => {
    const server = await serve({ content: busyLog() });
    const scripts = new Map<string, Promise<Buffer>>();
    page.on('response', (response) => {
      const type = response.headers()['content-type'] ?? '';
      if (type.includes('javascript')) scripts.set(response.url(), response.body());
    });
    await page.goto(`${server.url}wall`);
    await expect(page.getByRole('alert')).toContainText('CRITICAL');
    await page.waitForLoadState('networkidle');
    const sizes = await Promise.all([...scripts.values()].map(async (body) => gzipSync(await body).length));
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  });
});

test('everything works under a base path', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([replayLine(), routeLine()]), flags: ['--base-path', '/tw/'] });
  expect(new URL(server.url).pathname).toBe('/tw/');
  await page.goto(`${server.url}wall`);
  await expect(page.getByRole('alert')).toContainText('1 CRITICAL');

  await page.goto(server.url);
  await page
    .getByRole('region', { name: 'Unacknowledged alerts' })
    .getByRole('button', { name: 'Acknowledge' })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your name').fill('Anna');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText('1 acknowledged alert still active')).toBeVisible();

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tunnels' }).click();
  await page.getByRole('table', { name: 'Tunnels' }).getByRole('link').click();
  await expect(page).toHaveURL(`${server.url}tunnels/gw-north/4711`);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: '4711' })).toBeVisible();
  server.append(replayLine());
  await expect(page.getByRole('list', { name: 'Newest events of the tunnel' }).getByRole('listitem')).toHaveCount(2);
});
