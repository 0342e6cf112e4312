import type { Page } from '@playwright/test';
import { fileOf, routeLine } from './support/lines.js';
import { untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

// Whoever works by keyboard begins again at the top of the page where the focus falls to the body.

const WALL = {
  gateways: [],
  pages: ['overview'],
  secondsPerPage: 30,
  distanceM: 5,
  diagonalIn: 55,
  overscanPercent: 2.5,
  theme: 'dark',
  sound: false,
};

async function addWall(page: Page, url: string, name: string): Promise<void> {
  const answer = await page.request.post(`${url}api/v1/walls`, { data: { ...WALL, name } });
  expect(answer.ok()).toBe(true);
}

/** Somebody whose name this browser knows. */
async function openAs(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('tunnelwatch.operator', 'Anna'));
  await page.goto(url);
  await untilLive(page);
}

/** What has the focus, when it is in the content of the page. */
function focusInMain(page: Page) {
  return page.locator('main :focus, main:focus');
}

test('[SCR-13] a report that is undone by keyboard leaves the focus where it was', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await server.untilCount(1);
  await openAs(page, `${server.url}alerts`);
  const row = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  await row.getByRole('link').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Failed to remove dynamic route.');
  await expect(focusInMain(page)).toHaveCount(1);

  const actions = page.getByRole('group', { name: 'Actions' });
  await actions.getByRole('button', { name: 'Acknowledge with comment' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Comment')).toBeFocused();
  await page.keyboard.type('calling the site');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('main').getByText('calling the site').first()).toBeVisible();
  await expect(focusInMain(page)).toHaveCount(1);

  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not acknowledged')).toBeVisible();
  await expect(undo).toHaveCount(0);
  await expect(focusInMain(page)).toHaveCount(1);
});

test('[SCR-13] what takes the place of a row that goes has the focus, then what is beside it', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  for (const name of ['North', 'South']) await addWall(page, server.url, name);
  await openAs(page, `${server.url}admin/walls`);
  await page.getByRole('button', { name: 'Delete North' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('rowheader', { name: /^North/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Delete South' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('rowheader', { name: /^South/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'All gateways' })).toBeFocused();
});

test('[SCR-13] a form that was sent and a bulk action keep the focus in the page', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine(), routeLine({ iface: 'ipsec-2' })]) });
  await server.untilCount(2);
  await openAs(page, `${server.url}admin`);
  const people = page.locator('section').filter({ has: page.getByRole('heading', { name: 'People' }) });
  await people.getByLabel('Name').fill('bea');
  await people.getByRole('button', { name: 'Add', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(people.getByRole('rowheader', { name: 'bea' })).toBeVisible();
  await expect(focusInMain(page)).toHaveCount(1);

  await page.goto(`${server.url}alerts`);
  await untilLive(page);
  await page.getByLabel('Bulk actions').focus();
  await page.keyboard.press('ArrowDown');
  const dialog = page.getByRole('dialog', { name: 'Acknowledge all matching alerts' });
  await expect(dialog.getByRole('button', { name: 'Acknowledge 2' })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await dialog.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(focusInMain(page)).toHaveCount(1);
});

test('[SCR-13] a pointer leaves no focus behind that would hold a list', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await addWall(page, server.url, 'North');
  await openAs(page, `${server.url}admin/walls`);
  await page.getByRole('button', { name: 'Delete North' }).click();
  await page.getByRole('button', { name: 'Confirm: delete North' }).click();
  await expect(page.getByRole('rowheader', { name: /^North/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'All gateways' })).not.toBeFocused();
});
