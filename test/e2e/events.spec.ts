import { fileOf, lineOf, replayLine, routeLine, unknownLine } from './support/lines.js';
import { untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

/** A message of each class that a chart has in its legend. */
const CLASS_LINES = [254, 278, 604, 606, 611, 579, 766].map((id) =>
  lineOf(`IPSEC: prio=2 id=${String(id)} matchkey=4711`),
);

test('a complete list offers no older events', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([replayLine(), unknownLine()]) });
  await server.untilCount(2);
  await page.goto(`${server.url}events`);
  await expect(page.getByRole('heading', { name: '2 events' })).toBeVisible();
  await expect(page.getByText('No older events.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Load older' })).toHaveCount(0);
});

test('a list that was cut offers older events until there are none', async ({ page, serve }) => {
  const now = Date.now();
  const lines = Array.from({ length: 250 }, (_, index) => replayLine({ at: now - (250 - index) * 1000 }));
  const server = await serve({ content: fileOf(lines) });
  await server.untilCount(250);
  await page.goto(`${server.url}events`);
  await expect(page.getByRole('heading', { name: '250 events' })).toBeVisible();
  await page.getByRole('button', { name: 'Load older' }).click();
  await expect(page.getByText('No older events.')).toBeVisible();
});

test('an unknown message says so on its row', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([replayLine(), unknownLine()]) });
  await server.untilCount(2);
  await page.goto(`${server.url}events`);
  const rows = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
  await expect(rows.filter({ hasText: '1690' })).toContainText('Unknown message');
  await expect(rows.filter({ hasText: '278' })).not.toContainText('Unknown message');
});

test('[SCR-8] the columns of the list of events are chosen, and stay so', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([replayLine()]) });
  await server.untilCount(1);
  await page.goto(`${server.url}events`);
  const row = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
  await expect(row).toContainText('windowbase=1300');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Fields' }).click();
  await expect(row).not.toContainText('windowbase=1300');
  await expect(row).toContainText('Notice');
  await page.reload();
  await expect(row).toContainText('Notice');
  await expect(row).not.toContainText('windowbase=1300');
  // What is left out of the row is in its detail.
  await row.getByRole('button').first().click();
  await expect(row).toContainText('windowbase');
});

test('a text that is no message ID is refused at its field, typed or in the address', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([replayLine(), routeLine()]) });
  await server.untilCount(2);
  await page.goto(`${server.url}events?messageId=27x&class=fire`);
  const field = page.getByLabel('Message ID');
  await expect(field).toHaveValue('27x');
  await expect(field).toHaveAccessibleDescription(/Not a valid message ID/);
  await expect(page.getByText('“fire” in the address is not a valid class and was ignored.')).toBeVisible();
  await expect(page.getByRole('heading', { name: '2 events' })).toBeVisible();

  await field.fill('278');
  await expect(page.getByRole('heading', { name: '1 event', exact: true })).toBeVisible();
  await expect(field).not.toHaveAttribute('aria-describedby');
  await field.fill('278abc');
  await expect(field).toHaveAccessibleDescription(/An ID is a whole number/);

  await page.getByRole('button', { name: /^Clear/ }).click();
  await expect(field).toHaveValue('');
  await expect(page.getByText('is not a valid class')).toHaveCount(0);
});

test('the count in the title goes with the tail', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([replayLine()]) });
  await page.goto(`${server.url}events?class=replay`);
  await untilLive(page);
  const rows = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
  await expect(rows).toHaveCount(1);
  server.append(replayLine(), routeLine(), replayLine());
  await expect(rows).toHaveCount(3);
  // At once, and not at the next count some seconds later.
  await expect(page.getByRole('heading', { name: '3 events' })).toBeVisible({ timeout: 1000 });
});

test('[SCR-2] [SCR-11] on an upright screen messages, their marks and the chart have their room', async ({
  page,
  serve,
}) => {
  const lines = [unknownLine(), routeLine(), ...CLASS_LINES];
  const server = await serve({ content: fileOf(lines) });
  await server.untilCount(lines.length);
  await page.setViewportSize({ width: 1080, height: 1920 });
  await page.goto(`${server.url}events`);
  const rows = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
  await expect(rows).toHaveCount(lines.length);
  const cut = await rows.evaluateAll((all) =>
    all.flatMap((row) =>
      [...row.querySelectorAll('span')]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => part.textContent),
    ),
  );
  expect(cut).toEqual([]);
  await page.setViewportSize({ width: 860, height: 1200 });
  const mark = rows.getByText('Unknown message');
  await expect(mark).toBeInViewport({ ratio: 1 });
  const chart = page.getByRole('img', { name: /^Matching events over time/ });
  expect((await chart.boundingBox())?.height).toBeGreaterThanOrEqual(120);
});
