import { fileOf, replayLine, unknownLine } from './support/lines.js';
import { chartSum } from './support/pages.js';
import { expect, test } from './support/test.js';

test('unknown messages are counted apart and nowhere called failures', async ({ page, serve }) => {
  const lines = [
    ...Array.from({ length: 7 }, () => unknownLine({ matchkey: '4712' })),
    replayLine({ matchkey: '4711' }),
    unknownLine({ matchkey: '4711' }),
  ];
  const server = await serve({ content: fileOf(lines) });
  await server.untilCount(lines.length);

  await page.goto(server.url);
  await expect(chartSum(page)).toContainText('1 failure, 8 unknown messages in the chart');
  const gateway = page.getByRole('row').filter({ hasText: 'gw-north' }).filter({ hasText: '2' });
  await expect(gateway.getByRole('cell').nth(-2)).toHaveText('1');
  await expect(gateway.getByRole('cell').last()).toHaveText('8');
  await page.getByRole('button', { name: 'Unknown message 8' }).click();
  await expect(page).toHaveURL(/[?&]class=unknown/);
  await expect(page.getByRole('button', { name: 'Replay 1' })).toBeVisible();

  await page.goto(`${server.url}tunnels/gw-north/4712`);
  await expect(page.getByText('7 of them unknown messages')).toBeVisible();
  await expect(page.getByText('0 failures, 7 unknown messages · drag to zoom')).toBeVisible();

  await page.goto(`${server.url}wall`);
  const failing = page.getByRole('region', { name: 'Most failures' }).getByRole('listitem');
  await expect(failing).toHaveCount(1);
  await expect(
    failing.getByRole('img', { name: /4711: 1 failure in 60 minutes.* 1 replay, 0 integrity$/ }),
  ).toBeVisible();
});
