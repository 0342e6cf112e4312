import type { Page } from '@playwright/test';
import { madeCluster } from '../support/made-cluster.js';
import { seemCluster } from './support/cluster.js';
import { fileOf, routeLine } from './support/lines.js';
import { untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const LONG = 'a-name-that-is-longer-than-any-column-of-a-phone';

async function add(page: Page, url: string, path: string, data: object): Promise<void> {
  const answer = await page.request.post(`${url}api/v1/${path}`, { data });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
}

/** Whatever of the page can be scrolled sideways; code and legends of charts are none of its tables. */
function scrollsSideways(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, main *')]
      .filter((element) => element === document.documentElement || getComputedStyle(element).overflowX !== 'visible')
      .filter((element) => element.matches(':root, :has(table, [role="table"])'))
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.tagName} ${element.className}: ${String(element.scrollWidth)} px`),
  );
}

test('[SCR-14] on a phone records are blocks, and nothing scrolls sideways', async ({ newScreen, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await server.untilCount(1);
  const phone = await newScreen(PHONE);
  const { url } = server;
  await add(phone, url, 'users', { name: LONG, role: 'viewer' });
  await add(phone, url, 'tokens', { name: LONG, role: 'viewer' });
  const wall = {
    pages: ['overview', 'alerts', 'tunnels', 'gateways'],
    secondsPerPage: 30,
    distanceM: 5,
    diagonalIn: 55,
  };
  const look = { overscanPercent: 2.5, theme: 'dark', sound: false };
  await add(phone, url, 'walls', { ...wall, ...look, name: LONG, gateways: [LONG, `${LONG}-2`] });
  await seemCluster(phone, madeCluster());
  const pages = [
    { path: 'admin', table: 'People', row: LONG },
    { path: 'admin', table: 'Tokens', row: LONG },
    { path: 'admin/walls', table: 'Walls', row: LONG },
    { path: 'cluster', table: 'Nodes', row: 'noc-b' },
    { path: 'cluster', table: 'Collectors', row: 'site-1' },
    { path: 'report', table: 'Active alerts, at start and at end', row: 'Urgent' },
  ];
  for (const { path, table, row } of pages) {
    await phone.goto(url + path);
    await untilLive(phone);
    const shown = phone.getByRole('table', { name: table }).getByRole('row').filter({ hasText: row });
    await expect(shown).toBeVisible();
    const cells = await shown.getByRole('cell').all();
    expect(cells.length).toBeGreaterThan(2);
    // Below each other, from edge to edge.
    const lefts = await Promise.all(cells.map(async (cell) => (await cell.boundingBox())?.x));
    expect(new Set(lefts).size).toBe(1);
    expect(await scrollsSideways(phone), path).toEqual([]);
  }
  for (const path of [
    '',
    'tunnels',
    'gateways',
    'alerts',
    'events',
    'sources',
    'catalogue',
    'admin/audit',
    'admin/rules',
  ]) {
    await phone.goto(url + path);
    await untilLive(phone);
    expect(await scrollsSideways(phone), path).toEqual([]);
  }
});
