import { auditPageSchema } from '@tunnelwatch/shared/api';
import { fileOf, routeLine } from './support/lines.js';
import { expect, test } from './support/test.js';

const COMMENTS = 70;

test('the history of an alert comes in parts, and of what is new only that', async ({ page, serve }) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  const say = async (number: number): Promise<void> => {
    const { version } = (await server.get('alerts/1')) as { version: number };
    const body = JSON.stringify({ version, by: 'Ada', comment: `remark ${String(number)}` });
    const headers = { 'content-type': 'application/json' };
    expect((await server.fetch('api/v1/alerts/1/comment', { method: 'POST', headers, body })).status).toBe(200);
  };
  await page.goto(`${server.url}alerts`);
  await expect(page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem')).toHaveCount(1);
  for (let number = 1; number <= COMMENTS; number++) await say(number);

  await page.goto(`${server.url}alerts/1`);
  const entries = page.getByRole('list', { name: 'History of the alert' }).getByRole('listitem');
  await expect(entries).toHaveCount(50);
  await expect(entries.first()).toContainText('remark 70');
  await page.getByRole('button', { name: 'Load older' }).click();
  // All remarks and that it was opened.
  await expect(entries).toHaveCount(COMMENTS + 1);
  await expect(entries.last()).toContainText('Alert opened');
  await expect(page.getByRole('button', { name: 'Load older' })).toHaveCount(0);

  const answer = page.waitForResponse((response) => response.url().includes('/alerts/1/history'));
  await say(COMMENTS + 1);
  expect(auditPageSchema.parse(await (await answer).json()).items).toHaveLength(1);
  await expect(entries).toHaveCount(COMMENTS + 2);
  await expect(entries.first()).toContainText('remark 71');
});
