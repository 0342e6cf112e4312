import type { Locator, Page } from '@playwright/test';
import { replayLine } from './support/lines.js';
import { untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const PAIRS = 'prio=2 id=278 rev=1 seqno=7 windowbase=900 windowsize=64 matchkey=a1';
const UNREADABLE = 'Nov 29 06:00:00 gw1 prio=2 id=278 <img src=x onerror=alert(1)>';

function panelOf(page: Page): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: 'Explain a line' }) });
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(
    () => [document.documentElement.scrollWidth, globalThis.innerWidth] as const,
  );
  expect(content).toBeLessThanOrEqual(window);
}

test('a sample of an unreadable line is explained by keyboard, and stays so while newer ones come', async ({
  page,
  serve,
}) => {
  const server = await serve({ content: `${UNREADABLE}\n` });
  await page.goto(`${server.url}sources`);
  await untilLive(page);
  const samples = page.getByRole('listitem').filter({ hasText: 'no gateway message in the line' });
  const explain = samples.first().getByRole('button', { name: 'Explain this line' });
  await explain.focus();
  await page.keyboard.press('Enter');
  const open = samples.filter({ has: page.getByRole('button', { name: 'Hide explanation' }) });
  await expect(open).toContainText('Unreadable: no gateway message in the line');
  await expect(open).toContainText('there is no category such as IPSEC: in front of the pairs (prio, id');
  await expect(page.locator('main img')).toHaveCount(0);

  server.append('another that nobody reads');
  await expect(page.getByText(/^2 unreadable lines;/)).toBeVisible();
  await expect(open).toContainText('there is no category such as IPSEC:');
  // The next one waits until this one was read.
  await expect(samples).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(open).toHaveCount(0);
  await explain.blur();
  await expect(samples).toHaveCount(2);
});

test('a sample of an unknown message is explained too', async ({ page, serve }) => {
  const server = await serve({ content: `${replayLine().replace('00000278', '00001690')}\n` });
  await page.goto(`${server.url}sources`);
  await page.getByRole('button', { name: 'Explain this line' }).click();
  await expect(page.getByText('id 1690 is not in the catalogue: it is stored and counted as unknown')).toBeVisible();
});

for (const width of [1920, 390]) {
  test(`a pasted line is explained at ${String(width)} px, with the settings of the source or without`, async ({
    page,
    serve,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    const server = await serve();
    await page.goto(`${server.url}sources`);
    await untilLive(page);
    const panel = panelOf(page);
    const field = panel.getByRole('textbox', { name: 'Log line' });
    await expect(panel.getByRole('button', { name: 'Explain line' })).toBeDisabled();
    await field.fill(
      `Nov 29 06:00:00 relay1 Nov 29 05:59:58 gw1_Master EFW: IPSEC: ${PAIRS} note=\u202e${'x'.repeat(400)}\n`,
    );
    await field.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(panel).toContainText('Event 278: Anti-replay check failed.');
    await expect(panel).toContainText('gw1 (HA member Master), from the header nearest to the message');
    await expect(panel).toContainText('tunnel a1 of gw1');
    await expect(panel).toContainText('year assumed: the stamp has none');
    await expect(panel.getByTitle('pair matchkey')).toHaveText('matchkey=a1');
    await expect(panel.getByTitle('relay')).toHaveText('relay1');
    await expect(panel.getByLabel('Explained line')).toContainText('\\u{202e}');
    await expect(panel.getByRole('row').filter({ hasText: 'matchkey=' })).toContainText('a1');
    await expectNoSidewaysScroll(page);

    await field.fill(`[2026-11-29 06:00:00] EFW: IPSEC: ${PAIRS}`);
    await panel.getByRole('button', { name: 'Explain line' }).click();
    await expect(panel).toContainText('gw1, from the file’s name');
    await panel.getByRole('checkbox').uncheck();
    await panel.getByRole('button', { name: 'Explain line' }).click();
    await expect(panel).toContainText('unknown, from nothing that is known here');

    await field.fill('{"a":1}');
    await panel.getByRole('button', { name: 'Explain line' }).click();
    await expect(panel).toContainText('its fields are a; name it with format:');
  });
}

test('with nothing but a store the pages say that no source is followed', async ({ page, serve }) => {
  const server = await serve({ files: [], flags: ['--no-demo'] });
  await page.goto(server.url);
  await expect(page.getByText('No source is followed:')).toBeVisible();
  await page.getByText('No source is followed:').locator('..').getByRole('link', { name: 'View sources' }).click();
  await expect(page.getByText('tunnelwatch serve /var/log/gateways/*.log')).toBeVisible();
});
