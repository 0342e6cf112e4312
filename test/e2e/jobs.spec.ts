import type { Page } from '@playwright/test';
import { fileOf, replayLine, routeLine } from './support/lines.js';
import { untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

// The jobs of a shift, with the clicks and keys that each of them takes.

/** Counts what a person does from now on: clicks, and keys other than those of a text. */
async function countEffort(page: Page): Promise<() => Promise<{ clicks: number; keys: number }>> {
  await page.evaluate(() => {
    const effort = { clicks: 0, keys: 0 };
    Object.assign(window, { effort });
    addEventListener('pointerdown', () => (effort.clicks += 1), true);
    addEventListener(
      'keydown',
      ({ key, repeat }) => {
        if (!repeat && key.length > 1 && key !== 'Control') effort.keys += 1;
        else if (!repeat && key.length === 1 && !(document.activeElement instanceof HTMLTextAreaElement))
          effort.keys += 1;
      },
      true,
    );
  });
  return () => page.evaluate(() => Reflect.get(window, 'effort') as { clicks: number; keys: number });
}

/** Somebody whose name this browser knows. */
async function openAlerts(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('tunnelwatch.operator', 'Anna'));
  await page.goto(`${url}alerts`);
  await untilLive(page);
}

test('acknowledge an alert: 1 click, and 1 more to undo it', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await openAlerts(page, server.url);
  const row = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  await expect(row).toHaveCount(1);
  const effort = await countEffort(page);

  await row.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(row).toContainText('Anna');
  await expect(row.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  expect(await effort()).toEqual({ clicks: 1, keys: 0 });

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  expect(await effort()).toEqual({ clicks: 2, keys: 0 });
  // By the keyboard too, while a report is still shown.
  await row.getByRole('link').first().focus();
  await page.keyboard.press('a');
  await expect(row.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  const audit = (await server.get('audit?target=alert%201')) as { items: { action: string; actor: string }[] };
  expect(audit.items.map(({ action }) => action)).toEqual(expect.arrayContaining(['acknowledge', 'unacknowledge']));
});

test('[SCR-6] see who acknowledged what: the audit trail is moved through and opened by keys, and has columns to choose', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await openAlerts(page, server.url);
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
  await page.goto(`${server.url}admin/audit`);
  const entries = page.getByRole('table', { name: 'Entries' });
  const rows = entries.getByRole('row').filter({ hasText: 'alert 1' });
  await expect(rows).toHaveCount(2);
  await rows.first().getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows.last().getByRole('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rows.last().getByRole('button')).toHaveAttribute('aria-expanded', 'true');
  await expect(rows.last()).toContainText(/Anna.*Acknowledged.*Failed to remove dynamic route.*Hash\s*[0-9a-f]{64}/);
  await expect(rows.first()).not.toContainText('Hash');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Person' }).click();
  await expect(entries.getByRole('columnheader', { name: 'Person' })).toHaveCount(0);
  await expect(entries.getByRole('columnheader', { name: 'Action' })).toBeVisible();
});

test('acknowledge an alert with a comment: 2 clicks, the words, and 1 key', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await openAlerts(page, server.url);
  const row = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  await expect(row).toHaveCount(1);
  const effort = await countEffort(page);

  await row.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Acknowledge with comment…' }).click();
  await expect(page.getByRole('dialog').getByLabel('Comment')).toBeFocused();
  await page.keyboard.type('calling the site');
  await page.keyboard.press('Control+Enter');
  await expect(row).toContainText('calling the site');
  expect(await effort()).toEqual({ clicks: 2, keys: 1 });
});

test('acknowledge 80 alerts: 2 clicks, and 1 more to undo it', async ({ page, serve }) => {
  const lines = Array.from({ length: 80 }, (_, index) =>
    routeLine({ iface: `ipsec-${String(index)}`, gateway: `gw-${String(index)}` }),
  );
  const server = await serve({ content: fileOf(lines) });
  await openAlerts(page, server.url);
  const all = page.getByRole('checkbox', { name: 'Select all 80 in the list' });
  await expect(all).toBeVisible();
  const effort = await countEffort(page);

  await all.click();
  await page
    .getByRole('toolbar', { name: 'Selection' })
    .getByRole('button', { name: 'Acknowledge', exact: true })
    .click();
  await expect(page.getByRole('dialog', { name: '80 acknowledged' })).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('No unacknowledged alerts');
  expect(await effort()).toEqual({ clicks: 2, keys: 0 });

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('banner')).toContainText('80 urgent');
  expect(await effort()).toEqual({ clicks: 3, keys: 0 });
});

test('find a tunnel from any page: 1 key, the words, and Enter', async ({ page, serve }) => {
  const server = await serve({
    content: fileOf([replayLine({ matchkey: '305419896' }), replayLine({ matchkey: '77', gateway: 'gw-south' })]),
  });
  let release: () => void = () => undefined;
  const typed = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/Palette-[^/]*\.js$/, async (route) => {
    await typed;
    await route.continue();
  });
  await page.goto(`${server.url}report`);
  await untilLive(page);
  const search = page.getByRole('dialog', { name: 'Search' });
  // What is typed while the search is still loading is not lost, nor taken for keys of the page.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ga north');
  release();
  await expect(search.getByRole('combobox')).toHaveValue('ga north');
  await page.keyboard.press('Escape');
  await expect(search).toHaveCount(0);

  const effort = await countEffort(page);
  // In hexadecimal, and with a word of its gateway; 0x12345678 is 305419896.
  await page.keyboard.press('Control+k');
  await expect(search.getByRole('combobox')).toBeFocused();
  await search.getByRole('combobox').fill('north 0x12345678');
  await expect(search.getByRole('option', { name: /305419896/ })).toHaveAttribute('data-highlighted', '');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '305419896' })).toBeVisible();
  expect(await effort()).toEqual({ clicks: 0, keys: 2 });

  // A page, by its keys; and a time of the past.
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await search.getByRole('combobox').fill('-5m');
  await expect(search.getByRole('option', { name: /^Go to/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/alerts\?at=/);
});

/** Chooses what the search finds first for these words. */
async function choose(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search' }).getByRole('combobox').waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}

test('[SCR-12] a shift is done by keyboard alone', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await server.untilCount(1);
  await page.goto(server.url);
  await untilLive(page);
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Failed to remove dynamic route.');

  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Acknowledge alert' });
  await expect(dialog.getByLabel('Your name')).toBeFocused();
  await page.keyboard.type('Anna');
  await page.keyboard.press('Tab');
  await page.keyboard.type('calling the site');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('main').getByText('calling the site').first()).toBeVisible();
  await page.keyboard.press('F6');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not acknowledged')).toBeVisible();

  await choose(page, 'hand-over note');
  await expect(page.getByLabel('Note for the next shift')).toBeFocused();
  await page.keyboard.type('The carrier works on the ring');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('list', { name: 'Notes for the next shift' })).toContainText('The carrier works');

  await choose(page, 'time machine');
  const bar = page.getByRole('region', { name: 'Time machine' });
  await expect(bar).toContainText('HISTORY');
  await choose(page, 'back to now');
  await expect(bar).toHaveCount(0);
});

test('[SCR-12] a phone leads to a past time and back, and what is pressed has room for a finger', async ({
  newScreen,
  serve,
}) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  await server.untilCount(1);
  const phone = await newScreen({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await phone.goto(server.url);
  await untilLive(phone);
  // What is below its words leads there too.
  const row = phone.getByRole('group', { name: 'Alerts' }).getByRole('listitem');
  const box = await row.boundingBox();
  if (box === null) throw new Error('the alert is not shown');
  await phone.touchscreen.tap(box.x + box.width / 2, box.y + box.height - 8);
  const actions = phone.getByRole('group', { name: 'Actions' }).getByRole('button');
  await expect(actions.first()).toBeVisible();
  for (const action of await actions.all()) expect((await action.boundingBox())?.height).toBeGreaterThanOrEqual(40);

  await phone.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).tap();
  await phone.getByRole('button', { name: 'Menu' }).tap();
  await phone.getByRole('link', { name: 'Time machine' }).tap();
  const bar = phone.getByRole('region', { name: 'Time machine' });
  await expect(bar).toContainText('HISTORY');
  await bar.getByRole('button', { name: 'Back to now' }).tap();
  await expect(bar).toHaveCount(0);
});
