import type { Page } from '@playwright/test';
import { tunnelPageSchema } from '@tunnelwatch/shared/api';
import type { Status } from '@tunnelwatch/shared/protocol';
import { z } from 'zod';
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

/** The smallest size of letters that pages have. */
const MIN_TEXT_PX = 12;

async function expectReadableText(page: Page): Promise<void> {
  const small = await page.evaluate((least) => {
    const hasOwnText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
    return [...document.querySelectorAll('body *')]
      .filter((element) => hasOwnText(element) && element.closest('[aria-hidden], .visually-hidden') === null)
      .filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < least)
      .map((element) => `${getComputedStyle(element).fontSize}: ${(element.textContent ?? '').slice(0, 40)}`);
  }, MIN_TEXT_PX);
  expect(small, `text below ${String(MIN_TEXT_PX)} px on ${page.url()}`).toEqual([]);
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
    await expectReadableText(page);
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

/** Of all that moved on a page without a click or a key, as browsers score it. */
const MAX_SHIFT = 0.02;
const MAX_TUNNEL_NODES = 3000;
/** Live updates that a page is watched for: by then its data is there, and has changed several times. */
const UPDATES = 8;

/**
 * Makes pages that are opened from now on add up what moves on them, and name what moved, from where to where. A list with a
 * room of its own, in which the worst comes first, may move within it.
 */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { sum: 0, moved: new Array<string>() };
    Reflect.set(window, 'shifts', seen);
    interface Source {
      readonly node: Node | null;
      readonly previousRect: DOMRectReadOnly;
      readonly currentRect: DOMRectReadOnly;
    }
    const placed = ({ x, y, width, height }: DOMRectReadOnly): string =>
      `${[width, height].map(Math.round).join('×')} at ${[x, y].map(Math.round).join(', ')}`;
    const described = ({ node, previousRect, currentRect }: Source): string =>
      `${node?.nodeName.toLowerCase() ?? 'gone'} “${(node?.textContent ?? '').trim().slice(0, 40)}” from ${placed(previousRect)} to ${placed(currentRect)}`;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // The types of the DOM do not have this entry yet.
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          sources: readonly Source[];
        };
        const isWithinRoom = sources.every(({ node }) => node?.parentElement?.closest('[role=group]') != null);
        if (hadRecentInput || isWithinRoom) continue;
        seen.sum += value;
        seen.moved.push(`${value.toFixed(4)}: ${sources.map(described).join(' | ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Since the page was opened, no more has moved on it than nobody notices. */
async function expectNothingMoved(page: Page): Promise<void> {
  const shifts: unknown = await page.evaluate(() => Reflect.get(window, 'shifts') as unknown);
  const { sum, moved } = z.object({ sum: z.number(), moved: z.array(z.string()) }).parse(shifts);
  expect(sum, `what moved on ${page.url()}:\n${moved.join('\n')}`).toBeLessThanOrEqual(MAX_SHIFT);
}

test('[SCR-3] nothing moves on a page by itself, and the page of a tunnel has at most 3,000 nodes', async ({
  page,
  serve,
}) => {
  // All live pages in one test.
  test.slow();
  const server = await serve({ files: [], flags: ['--demo'] });
  const newest = async () =>
    tunnelPageSchema.parse(await server.get('tunnels?sort=recent&order=desc&limit=1')).items.at(0);
  // The demo is read while the pages are there already.
  await expect.poll(newest).toBeDefined();
  const worst = await newest();
  if (worst === undefined) throw new Error('the demo has lost its tunnels');
  const tunnel = `tunnels/${worst.gateway}/${worst.matchkey}`;
  await watchShifts(page);
  let updates = 0;
  page.on('websocket', (socket) => {
    socket.on('framereceived', () => (updates += 1));
  });
  for (const path of ['', tunnel, `gateways/${worst.gateway}`, 'tunnels', 'alerts', 'events', 'sources', 'wall']) {
    updates = 0;
    await page.goto(server.url + path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expect.poll(() => updates, { message: path, timeout: 30_000 }).toBeGreaterThan(UPDATES);
    await expectNothingMoved(page);
    if (path !== tunnel) continue;
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(MAX_TUNNEL_NODES);
  }
});

/** Lets the server say of itself, from the next status on, what cannot be caused at will. */
async function overrideStatus(page: Page): Promise<{ status: Partial<Status> }> {
  const override: { status: Partial<Status> } = { status: {} };
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      socket.send(
        String(message).replaceAll(/"(\w+)":(?:null|\d+)/g, (field, name: string) =>
          name in override.status ? `"${name}":${JSON.stringify(Reflect.get(override.status, name))}` : field,
        ),
      );
    });
  });
  return override;
}

test('[SCR-3] nothing moves when an alert arrives, or when Tunnelwatch says what is wrong with itself', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: recentLog(20, '--tunnels', '20', '--gateways', '2') });
  await watchShifts(page);
  const override = await overrideStatus(page);
  const sizes = [
    { width: 1920, height: 1080 },
    { width: 1000, height: 800 },
    { width: 390, height: 844 },
  ];
  for (const [index, size] of sizes.entries()) {
    override.status = {};
    await page.setViewportSize(size);
    await page.goto(server.url);
    await untilLive(page);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
    await expect(page.getByText('not being stored')).toHaveCount(0);
    override.status = { lagMs: 40_000, lagBytes: 64 * 1024 * 1024, storeError: 'no space left' };
    server.append(routeLine({ iface: `ipsec-branch-${index}` }));
    await expect(page.getByRole('region', { name: 'Unacknowledged alerts' })).toContainText(`ipsec-branch-${index}`);
    await expect(page.getByText('New data is not being stored. no space left')).toBeInViewport();
    await expect(page.getByText(/counts (are )?incomplete/i)).toBeInViewport();
    await expectNothingMoved(page);
  }
  override.status = {};
  await page.goto(`${server.url}gateways/gw-south`);
  await untilLive(page);
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  server.append(routeLine({ gateway: 'gw-south' }));
  const worst = page.getByRole('button', { name: 'Critical Failed to remove dynamic route.' });
  await expect(worst).toBeInViewport();
  await expectNothingMoved(page);
  await worst.click();
  await expect(page.getByRole('main').getByRole('button', { name: 'Acknowledge' }).first()).toBeInViewport();
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
