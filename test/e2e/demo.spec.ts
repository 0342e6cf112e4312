import { alertPageSchema, tunnelPageSchema } from '@tunnelwatch/shared/api';
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
  await expect(page.getByText('ALERT FLOOD')).toHaveCount(0);
});

test('the demo opens with a handful of alerts, a Critical among them, and tunnels of several causes', async ({
  page,
  serve,
}) => {
  const server = await serve({ files: [], flags: ['--demo'] });
  const get = async (path: string): Promise<unknown> => (await page.request.get(`${server.url}api/v1/${path}`)).json();
  const causes = async () => {
    const { items } = tunnelPageSchema.parse(await get('tunnels?limit=500'));
    return new Set(items.flatMap(({ verdict }) => verdict?.name ?? []));
  };
  await expect
    .poll(async () => [...(await causes())])
    .toEqual(expect.arrayContaining(['reordering', 'duplication', 'encryption-key', 'replay']));
  const { items } = alertPageSchema.parse(await get('alerts?past=false&limit=200'));
  const active = items.filter(({ isActive }) => isActive);
  expect(active.length).toBeGreaterThanOrEqual(3);
  expect(active.length).toBeLessThanOrEqual(8);
  expect(active.some(({ severity, state }) => severity === 'critical' && state === 'unacknowledged')).toBe(true);
});
