import { chartSum, header, PAGES } from './support/pages.js';
import { expect, test } from './support/test.js';

test('the demo says DEMO on every page, and the overview moves', async ({ page, serve }) => {
  const server = await serve({ files: [], flags: ['--demo'] });
  for (const { path, title } of PAGES) {
    await page.goto(server.url + path);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(header(page).getByText('DEMO', { exact: true })).toBeVisible();
  }
  await page.goto(`${server.url}wall`);
  await expect(page.getByText('DEMO', { exact: true })).toBeVisible();

  await page.goto(server.url);
  const before = (await chartSum(page).textContent()) ?? '';
  await expect(chartSum(page)).not.toHaveText(before);
  // What a newcomer sees first is a network at work, and not the worst day of it.
  await expect(header(page)).toContainText('urgent');
  await expect(page.getByText('FLOOD OF ALERTS')).toHaveCount(0);
});
