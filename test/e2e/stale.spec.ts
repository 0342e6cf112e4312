import { replayLine } from './support/lines.js';
import { header } from './support/pages.js';
import { expect, test } from './support/test.js';

test('data that grows old is marked STALE with its age, until lines come again', async ({ page, serve, newScreen }) => {
  // Well above the second between two reports of the server: at the limit itself a page is live and stale by turns.
  const server = await serve({ content: `${replayLine()}\n`, flags: ['--display-stale-after-seconds', '3'] });
  const wall = await newScreen();
  await page.goto(server.url);
  await wall.goto(`${server.url}wall`);

  await expect(header(page).getByText(/^STALE \d+ s$/)).toBeVisible();
  const failures = page.getByRole('main').locator('section').filter({ hasText: 'Failures over time' });
  await expect(failures).toContainText('STALE');
  await expect(wall.getByRole('alert')).toContainText('STALE');
  await expect(wall.getByRole('alert')).toContainText(/no data for \d+ s/);

  // Lines keep coming, so that the pages stay live however slow this machine looks at them.
  const traffic = setInterval(() => server.append(replayLine()), 200);
  try {
    await expect(header(page).getByText('LIVE', { exact: true })).toBeVisible();
    await expect(failures).not.toContainText('STALE');
    await expect(wall.getByRole('alert')).toHaveCount(0);
  } finally {
    clearInterval(traffic);
  }
  await expect(header(page).getByText(/^STALE \d+ s$/)).toBeVisible();
});

test('[LIVE-50] a frozen server is DISCONNECTED on wall and pages, and they are live again when it goes on', async ({
  page,
  serve,
  newScreen,
}) => {
  const server = await serve({ content: `${replayLine()}\n` });
  const wall = await newScreen();
  await page.goto(server.url);
  await wall.goto(`${server.url}wall`);
  await expect(header(page).getByText('LIVE', { exact: true })).toBeVisible();
  await expect(wall.getByText('data age')).toBeVisible();
  await expect(wall.getByRole('alert')).toHaveCount(0);

  server.freeze();
  try {
    await expect(header(page).getByText(/^DISCONNECTED \d+ s$/)).toBeVisible();
    await expect(wall.getByRole('alert')).toContainText('DISCONNECTED');
  } finally {
    server.thaw();
  }
  await expect(header(page).getByText('LIVE', { exact: true })).toBeVisible();
  await expect(wall.getByRole('alert')).toHaveCount(0);
});
