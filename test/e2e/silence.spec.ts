import type { Locator, Page } from '@playwright/test';
import { integrityLine } from './support/lines.js';
import { header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const SILENT = /^The gateway is silent, and with it its source .*gw1\.log: [\d,]+ lines a minute are usual$/;
/** Some seconds of quiet are silence here, once some seconds have shown what is usual. */
const FLAGS = [
  ...['--monitoring-silence-seconds', '2'],
  ...['--monitoring-silence-multiple', '2'],
  ...['--monitoring-silence-learn-seconds', '5'],
];
/** Lines of more than ten seconds: ten quiet times must have been seen, and a look a second sees one at the most. */
const EVERY_MS = 200;
const ENOUGH_LINES = 75;

function rows(page: Page, name: string): Locator {
  return page.getByRole('list', { name }).getByRole('listitem').filter({ hasText: 'gw-north' });
}

/** The gateway among the gateways of the overview: the one table whose rows begin with a name. */
function gatewayRow(page: Page): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'gw-north', exact: true }) });
}

test('a gateway that falls silent is an alarm on wall and alert list, until a line comes', async ({
  page,
  serve,
  newScreen,
}) => {
  const server = await serve({ flags: FLAGS });
  const wall = await newScreen();
  const overview = await newScreen();
  await page.goto(`${server.url}alerts`);
  await wall.goto(`${server.url}wall`);
  await overview.goto(server.url);

  const traffic = setInterval(() => server.append(integrityLine()), EVERY_MS);
  try {
    await untilLive(page);
    await expect.poll(() => server.count(), { timeout: 40_000 }).toBeGreaterThan(ENOUGH_LINES);
  } finally {
    clearInterval(traffic);
  }

  const open = rows(page, 'Active alerts');
  await expect(open.getByRole('link', { name: SILENT })).toBeVisible({ timeout: 20_000 });
  await expect(open).toContainText('High');
  // The source that carried it is silent for the same reason: it is named there, and is no alert of its own.
  await expect(page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem')).toHaveCount(1);
  await expect(wall.getByRole('list', { name: 'Active alerts' })).toContainText('The gateway is silent');
  await expect(gatewayRow(overview)).toContainText('SILENT');

  await open.getByRole('button', { name: 'Acknowledge' }).click();
  const dialog = page.getByRole('dialog', { name: 'Acknowledge alert' });
  await dialog.getByLabel('Your name').fill('Anna');
  await dialog.getByLabel('Comment').fill('On the phone with the site');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(open).toContainText('Anna');

  await open.hover();
  server.append(integrityLine());
  // The list is held while the mouse is at it: the row stays where it was, and says what it has become.
  await expect(open).toContainText('Resolved');
  await header(page).hover();
  await expect(open).toHaveCount(0);
  await expect(gatewayRow(overview)).not.toContainText('SILENT');

  await page.getByRole('navigation', { name: 'Alert lists' }).getByRole('link', { name: 'Resolved' }).click();
  await rows(page, 'Resolved alerts').getByRole('link', { name: SILENT }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('Severity (Tunnelwatch)Warning');
  await expect(main).toContainText('No log lines have arrived for far longer than usual');
  await expect(main).toContainText('On the phone with the site');
});
