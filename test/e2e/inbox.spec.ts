import type { Locator, Page } from '@playwright/test';
import { memoryLine, routeLine } from './support/lines.js';
import { header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

function rows(page: Page, name = 'Active alerts'): Locator {
  return page.getByRole('list', { name }).getByRole('listitem');
}

function tab(page: Page, name: string): Locator {
  return page.getByRole('navigation', { name: 'Alert lists' }).getByRole('link', { name });
}

/** The names of the interfaces in the order of the rows. */
async function order(page: Page): Promise<readonly string[]> {
  const texts = await rows(page).allTextContents();
  return texts.map((text) => /ipsec-\w+/.exec(text)?.[0] ?? 'memory');
}

/** Alerts of few gateways are folded from five on: these stay apart. */
function routes(...names: readonly string[]): string {
  return names.map((name) => `${routeLine({ iface: name, gateway: `gw-of-${name}` })}\n`).join('');
}

test.describe('the inbox', () => {
  test('does not jump under the hand, and shows what came on a click', async ({ page, serve }) => {
    const server = await serve({ content: routes('ipsec-a', 'ipsec-b', 'ipsec-c') });
    await page.goto(`${server.url}alerts`);
    await expect(rows(page)).toHaveCount(3);
    await rows(page).nth(1).hover();
    const before = await order(page);

    server.append(...routes('ipsec-d', 'ipsec-e').trimEnd().split('\n'));
    const [, , last] = before;
    server.append(routeLine({ iface: last ?? '', gateway: `gw-of-${last ?? ''}` }));
    await expect(page.getByRole('button', { name: '2 new' })).toBeVisible();
    await expect(rows(page).nth(2)).toContainText('2×');
    expect(await order(page)).toEqual(before);

    await page.getByRole('button', { name: '2 new' }).click();
    await expect(rows(page)).toHaveCount(5);
    await expect(page.getByRole('button', { name: /\d+ new/ })).toHaveCount(0);
  });

  test('[ALM-58] [ALM-59] groups alerts by what they have in common, and acknowledges of a group exactly what it shows', async ({
    page,
    serve,
  }) => {
    const server = await serve({ content: `${routes('ipsec-a', 'ipsec-b', 'ipsec-c')}${memoryLine()}\n` });
    await page.goto(`${server.url}alerts`);
    await expect(rows(page)).toHaveCount(4);
    await page.getByLabel('Group by').selectOption({ label: 'Message or rule' });
    await expect(rows(page)).toHaveCount(2);
    const name = { name: 'Failed to remove dynamic route.', exact: true };
    const routing = rows(page).filter({ has: page.getByRole('button', name) });
    await expect(routing).toContainText('3 Urgent');
    // Nobody acknowledges urgent ones unseen: the group is opened first.
    await routing.getByRole('button', { name: 'Show 3 urgent' }).click();
    await expect(rows(page)).toHaveCount(5);

    // A millisecond earlier: what comes next may be here within the same one.
    const lookedAt = new Date(Date.now() - 1).toISOString();
    // What arrives while somebody is about to act is not acted on.
    server.append(...routes('ipsec-d').trimEnd().split('\n'));
    await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
    await routing.getByRole('button', { name: 'Acknowledge 3' }).click();
    const dialog = page.getByRole('dialog', { name: 'Acknowledge selected alerts' });
    await dialog.getByLabel('Your name').fill('Ada');
    await dialog.getByRole('button', { name: 'Acknowledge 3' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await expect(header(page)).toContainText('2 urgent');

    // The address has the groups and which of them are open; whoever comes back sees what is new to them.
    // Written as the page comes back: until it is left, it may keep how far it was looked at itself.
    await page.addInitScript((at) => {
      localStorage.setItem('tunnelwatch.settings', JSON.stringify({ alertsSeenAt: at }));
    }, lookedAt);
    await page.reload();
    await expect(rows(page)).toHaveCount(6);
    await expect(page.getByText(/^1 new since you looked, /)).toBeVisible();
    await expect(routing).toContainText('1 new');
    await expect(rows(page).filter({ hasText: 'ipsec-d' })).toContainText('New');
    await page.getByRole('button', { name: 'Mark as seen' }).click();
    await expect(rows(page).filter({ hasText: 'New' })).toHaveCount(0);
    await expect(routing.getByRole('button', { name: 'Acknowledge 1' })).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(page.getByText(/^\d selected$/)).toBeVisible();
  });

  test('is steered by keys, which can be switched off', async ({ page, serve }) => {
    const server = await serve({ content: routes('ipsec-a', 'ipsec-b', 'ipsec-c') });
    await page.goto(`${server.url}alerts`);
    await expect(rows(page)).toHaveCount(3);
    await page.keyboard.press('j');
    await expect(rows(page).nth(0).getByRole('link').first()).toBeFocused();
    await page.keyboard.press('j');
    await expect(rows(page).nth(1).getByRole('link').first()).toBeFocused();
    await page.keyboard.press('k');
    await expect(rows(page).nth(0).getByRole('link').first()).toBeFocused();
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(page.getByText('2 selected')).toBeVisible();

    // Somebody types faster than the page draws.
    await page.evaluate(() => {
      for (const key of ['j', 'x']) document.dispatchEvent(new KeyboardEvent('keydown', { key }));
    });
    await expect(page.getByText('3 selected')).toBeVisible();
    await page.keyboard.press('x');
    await expect(page.getByText('2 selected')).toBeVisible();

    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog', { name: 'Acknowledge selected alerts' });
    await expect(dialog).toContainText('2 selected, 2 of them can be acknowledged.');
    await dialog.getByLabel('Your name').fill('Ada');
    await dialog.getByRole('button', { name: 'Acknowledge 2' }).click();
    await expect(page.getByRole('dialog')).toContainText('2 acknowledged.');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await expect(header(page)).toContainText('1 urgent');

    await page.keyboard.press('/');
    await expect(page.getByLabel('Search')).toBeFocused();
    await page.keyboard.type('jxa?');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Search').blur();
    await expect(rows(page)).toHaveCount(3);

    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByRole('checkbox').uncheck();
    await help.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('?');
    await page.keyboard.press('a');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.reload();
    await untilLive(page);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });

  test('opens the alert under the focus with Enter', async ({ page, serve }) => {
    const server = await serve({ content: routes('ipsec-a') });
    await page.goto(`${server.url}alerts`);
    await expect(rows(page)).toHaveCount(1);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Failed to remove dynamic route.' })).toBeVisible();
  });

  test('acts on all that fit the filter after a preview of the count', async ({ page, serve, newScreen }) => {
    const content = routes('ipsec-a', 'ipsec-b', 'ipsec-c') + memoryLine();
    const server = await serve({ content: `${content}\n` });
    const other = await newScreen();
    await other.goto(`${server.url}alerts`);
    await page.goto(`${server.url}alerts?class=routing`);
    await expect(rows(page)).toHaveCount(3);
    await page.getByLabel('Bulk actions').selectOption({ label: 'Acknowledge all…' });
    const dialog = page.getByRole('dialog', { name: 'Acknowledge all matching alerts' });
    await expect(dialog).toContainText('3 match the filter, 3 of them can be acknowledged.');
    await dialog.getByLabel('Your name').fill('Ada');
    await dialog.getByLabel('Comment').fill('planned work');
    await dialog.getByRole('button', { name: 'Acknowledge 3' }).click();
    await expect(page.getByRole('dialog')).toContainText('3 acknowledged.');
    await expect(header(other)).toContainText('1 urgent');
    await expect(rows(other).filter({ hasText: 'planned work' })).toHaveCount(3);
    await expect(rows(other).getByRole('button', { name: 'Acknowledge' })).toHaveCount(1);
  });

  test('[PEO-37] [PEO-39] keeps its filters in the address and as views with names', async ({
    page,
    serve,
    newScreen,
  }) => {
    const server = await serve({ content: `${routes('ipsec-a')}${memoryLine()}\n` });
    await page.goto(`${server.url}alerts`);
    await expect(rows(page)).toHaveCount(2);
    await page.getByLabel('Class').selectOption({ label: 'Routing' });
    await expect(rows(page)).toHaveCount(1);
    await expect(page).toHaveURL(/class=routing/);
    const views = page.getByRole('button', { name: /^Views?\b/ });
    await views.click();
    await page.getByRole('menuitem', { name: 'Save view…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save view' });
    await dialog.getByLabel('Name').fill('My routes');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(views).toHaveText(/View: My routes/);

    // In another browser too: the server keeps it. As the default, it is what the page opens with.
    const other = await newScreen();
    await other.goto(`${server.url}alerts`);
    await expect(rows(other)).toHaveCount(2);
    await other.getByRole('button', { name: /^Views?\b/ }).click();
    await other.getByRole('menuitem', { name: 'My routes' }).click();
    await expect(rows(other)).toHaveCount(1);
    await other.getByRole('button', { name: /^Views?\b/ }).click();
    await other.getByRole('menuitem', { name: 'Manage views…' }).click();
    await other.getByLabel('This page opens for me with').selectOption('My routes');
    await page.goto(`${server.url}alerts`);
    await expect(page).toHaveURL(/class=routing/);
    await page.goto(`${server.url}alerts?priority=low`);
    await expect(views).toHaveText(/^Views/);

    // What an earlier version kept in the browser moves to the server.
    await page.evaluate(() => {
      localStorage.setItem('tunnelwatch.alertViews', JSON.stringify([{ name: 'Old one', search: 'priority=high' }]));
    });
    await page.reload();
    await expect(page.getByText('One view of this browser moved to the server')).toBeVisible();
    await other.getByRole('button', { name: 'Delete view My routes' }).click();
    await other.getByRole('button', { name: 'Confirm: delete view My routes' }).click();
    await expect(other.getByRole('button', { name: 'Delete view My routes' })).toHaveCount(0);
  });
});

test.describe('an alert', () => {
  test('is shelved from its page, listed as such, and comes back by itself', async ({ page, serve, newScreen }) => {
    const server = await serve({ content: routes('ipsec-a') });
    const list = await newScreen();
    await list.goto(`${server.url}alerts?state=shelved`);
    await page.goto(`${server.url}alerts/1`);
    await page.getByRole('button', { name: 'Shelve', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Shelve alert' });
    await dialog.getByLabel('Your name').fill('Ada');
    await dialog.getByLabel('Comment').fill('known');
    await dialog.getByRole('button', { name: 'Shelve' }).click();
    await expect(page.getByText(/^Shelved by Ada until .* in 1[45] min/)).toBeVisible();
    await expect(page.getByRole('list', { name: 'History of the alert' })).toContainText(
      /Ada shelved it until .*known/,
    );
    await expect(rows(list, 'Shelved alerts')).toContainText('known');
    await expect(header(page)).toContainText('No unacknowledged alerts');

    // Nobody waits a quarter of an hour here: the same, for two seconds.
    const { version } = (await server.get('alerts/1')) as { version: number };
    const unshelve = { version, by: 'Ada' };
    const post = (action: string, body: object): Promise<Response> =>
      server.fetch(`api/v1/alerts/1/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post('unshelve', unshelve)).status).toBe(200);
    const until = new Date(Date.now() + 2000).toISOString();
    expect((await post('shelve', { version: version + 1, by: 'Ada', until })).status).toBe(200);
    await expect(page.getByText(/^Shelving expired/)).toBeVisible({ timeout: 15_000 });
    await expect(header(page)).toContainText('1 urgent');
    await expect(rows(list, 'Shelved alerts')).toHaveCount(0);
  });

  test('is closed with a comment, and tells who is looking at it', async ({ page, serve, newScreen }) => {
    const server = await serve({ content: routes('ipsec-a') });
    const bob = await newScreen();
    await bob.addInitScript(() => localStorage.setItem('tunnelwatch.operator', 'Bob'));
    await bob.goto(`${server.url}alerts/1`);
    await page.goto(`${server.url}alerts`);
    await expect(rows(page)).toContainText('Bob is viewing this');
    await page.goto(`${server.url}alerts/1`);
    await expect(page.getByText('Bob is viewing this')).toBeVisible();
    await bob.goto(server.url);
    await expect(page.getByText('Bob is viewing this')).toHaveCount(0);

    await page.getByRole('button', { name: 'Close alert' }).click();
    const dialog = page.getByRole('dialog', { name: 'Close alert' });
    await dialog.getByLabel('Your name').fill('Ada');
    await expect(dialog.getByRole('button', { name: 'Close alert' })).toBeDisabled();
    await dialog.getByLabel('Comment').fill('removed by hand');
    await dialog.getByRole('button', { name: 'Close alert' }).click();
    await expect(page.getByText(/^Ada closed it \d+ s ago\./)).toBeVisible();
    await page.goto(`${server.url}alerts`);
    await expect(page.getByText('No active alerts.')).toBeVisible();
    await tab(page, 'Resolved').click();
    await expect(rows(page, 'Resolved alerts')).toContainText('removed by hand');
  });
});
