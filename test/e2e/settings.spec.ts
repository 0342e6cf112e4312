import { fileOf, replayLine } from './support/lines.js';
import { untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

test('[PEO-31] two pages of a browser show each other’s settings, and neither writes over those of the other', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: fileOf([replayLine()]) });
  const other = await page.context().newPage();
  for (const each of [page, other]) {
    await each.goto(`${server.url}settings`);
    await untilLive(each);
  }
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(other.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  await other.getByRole('radio', { name: 'Compact' }).check();
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked();
  for (const each of [page, other]) {
    await each.reload();
    await expect(each.getByRole('radio', { name: 'Dark' })).toBeChecked();
    await expect(each.getByRole('radio', { name: 'Compact' })).toBeChecked();
  }
});
