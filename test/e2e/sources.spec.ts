import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { apiGatewaySchema, sourcePageSchema } from '@tunnelwatch/shared/api';
import { eventually, type ServeProcess } from '../support/serve-process.js';
import { Cable } from './support/cable.js';
import { fileOf, lineOf, replayLine } from './support/lines.js';
import { header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const HOSTILE = `${'x'.repeat(120)}-<img src=x onerror=alert(1)>-"q"-\u202egol.txt`;
let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-sources-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function rowOf(page: Page, name: string): Locator {
  return page.getByRole('table', { name: 'Sources' }).getByRole('row').filter({ hasText: name });
}

/** Waits until the server has found this many sources in trouble. */
async function untilTrouble(server: ServeProcess, count: number): Promise<void> {
  await eventually(`${String(count)} sources in trouble`, async () => {
    return sourcePageSchema.parse(await server.get('sources?trouble=true')).items.length === count;
  });
}

/** The part of the page that has all of one source. */
function detailOf(page: Page, name: string | RegExp): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name }) });
}

function factOf(detail: Locator, name: string): Locator {
  return detail.locator(`dt:text-is("${name}") + dd`);
}

test('a source tells all that is known of it, and for each trouble what to do', async ({ page, serve }) => {
  const log = join(folder, 'gw-north.log');
  const unknown = lineOf('IPSEC: prio=2 id=1690 rev=1 event=new matchkey=4711');
  writeFileSync(
    log,
    fileOf([replayLine(), unknown, unknown, 'rubbish <b>here</b>', '', lineOf('CONN: id=600001 event=conn_open')]),
  );
  mkdirSync(join(folder, 'gw-folder.log'));
  const server = await serve({ files: [log, join(folder, 'gw-folder.log'), join(folder, 'gw-missing.log')] });
  await server.untilCount(3);
  renameSync(log, `${log}.1`);
  writeFileSync(log, fileOf([replayLine()]));
  await server.untilCount(4);
  await untilTrouble(server, 3);
  await page.goto(`${server.url}sources`);

  // Problems first, the worst of it on top, and its details stand open.
  const rows = page.getByRole('table', { name: 'Sources' }).getByRole('rowgroup').getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('gw-folder.log');
  await expect(rows.nth(1)).toContainText('gw-missing.log');
  const folderDetail = detailOf(page, 'gw-folder.log');
  await expect(folderDetail.getByRole('list', { name: 'Problems of this source' })).toContainText(
    'specify files, a glob',
  );
  await expect(factOf(folderDetail, 'Lag')).toContainText('unknown');
  await expect(factOf(folderDetail, 'Last error')).toContainText('ongoing');

  await rowOf(page, 'gw-north.log').getByRole('link').click();
  await expect(page).toHaveURL(/source=\d+/);
  const detail = detailOf(page, 'gw-north.log');
  await expect(detail.getByText('7 lines', { exact: true })).toBeVisible();
  await expect(factOf(detail, 'Rotations')).toHaveText('1');
  await expect(factOf(detail, 'Truncations')).toHaveText('0');
  await expect(factOf(detail, 'Lost bytes')).toHaveText('none');
  await expect(factOf(detail, 'Lag')).toHaveText('0 s');
  await expect(factOf(detail, 'Rate')).toContainText('lines/s');
  await expect(factOf(detail, 'Clock skew')).toContainText('unknown');
  await expect(factOf(detail, 'Last error')).toHaveText('none so far');
  const trouble = detail.getByRole('list', { name: 'Problems of this source' });
  await expect(trouble).toContainText('14 % of lines could not be decoded (1 of 7).');
  await expect(trouble).toContainText('See the reasons and samples below');
  await expect(detail.getByRole('link', { name: '1690', exact: true })).toHaveAttribute(
    'href',
    '/events?messageId=1690',
  );
  await expect(detail).toContainText('message 1690 is not in the catalogue');
  await expect(detail.getByText('rubbish <b>here</b>', { exact: true })).toBeVisible();
  await expect(detail).toContainText('no gateway message in the line');
  await expect(detail).toContainText('were slow');
  await expect(detail.locator('b')).toHaveCount(0);

  truncateSync(log, 0);
  appendFileSync(log, fileOf([replayLine({ seqno: '7' })]));
  await expect(factOf(detail, 'Truncations')).toContainText('instead of “copytruncate” in logrotate');

  // What is over stays with its time.
  writeFileSync(join(folder, 'gw-missing.log'), '');
  await page.getByRole('searchbox').fill('MISSING');
  const back = detailOf(page, 'gw-missing.log');
  await expect(factOf(back, 'State')).toContainText('All read');
  await expect(factOf(back, 'Last error')).toContainText('resolved');
});

test('a source that is flooded shows its lag on every page, and none when it has caught up', async ({
  page,
  serve,
}) => {
  const log = join(folder, 'gw-flood.log');
  writeFileSync(log, '');
  const server = await serve({ files: [log] });
  await page.goto(`${server.url}sources`);
  await untilLive(page);
  const lag = header(page).getByRole('link', { name: /^Lag/ });
  await expect(lag).toHaveText(/^Lag 0 s$/);
  const detail = detailOf(page, 'gw-flood.log');
  const seen: string[] = [];
  await page.exposeFunction('noteLag', (text: string) => seen.push(text));
  await page.evaluate(() => {
    const strip = document.querySelector('header');
    // The function that was exposed above.
    const note = Reflect.get(window, 'noteLag') as (text: string) => void;
    if (strip !== null)
      new MutationObserver(() => note(strip.textContent)).observe(strip, {
        subtree: true,
        childList: true,
        characterData: true,
      });
  });
  // Ids that the catalogue does not have take full decoding.
  const filling = Array.from({ length: 40 }, (_, index) => `note${String(index)}=${String(index)}`).join(' ');
  const lines = Array.from({ length: 5000 }, (_, index) => {
    return lineOf(`IPSEC: prio=2 id=1690 event=flood seqno=${String(index)} ${filling} matchkey=4711`);
  });
  const chunk = fileOf(lines);
  let written = 0;
  const flood = async () => {
    for (let count = 0; count < 10; count++) appendFileSync(log, chunk);
    written += 10 * lines.length;
    return factOf(detail, 'Lag').textContent();
  };
  // As many as this machine takes to be behind for longer than it takes to say so.
  await expect.poll(flood, { intervals: [200], timeout: 60_000 }).toMatch(/s · [\d.]+ MiB/);
  await expect(lag).toHaveAttribute('href', '/sources?sort=lag');
  await expect(factOf(detail, 'Rate')).toContainText(/[\d.]+k lines\/s · [\d.]+ MiB\/s/);
  await expect(lag).toHaveText(/^Lag 0 s$/, { timeout: 90_000 });
  expect(await server.count()).toBe(written);
  await expect(factOf(detail, 'Lag')).toHaveText('0 s');
  expect(seen.some((text) => /Lag <?\d+ s[\d.]+ MiB/.test(text))).toBe(true);
  // Nothing more comes: the rate falls to nothing within ten seconds, and a little more until it is told.
  await expect(factOf(detail, 'Rate')).toHaveText('0 lines/s · 0 B/s', { timeout: 20_000 });
});

test('hundreds of sources are listed, searched, filtered and ordered; hostile names are text', async ({
  page,
  serve,
}) => {
  const names = Array.from({ length: 300 }, (_, index) => `gw-${String(index + 1)}.log`);
  for (const [index, name] of names.entries()) {
    writeFileSync(join(folder, name), fileOf(Array.from({ length: (index % 7) + 1 }, () => replayLine())));
  }
  writeFileSync(join(folder, `${HOSTILE}.log`), fileOf([replayLine(), 'rubbish']));
  const server = await serve({ files: [join(folder, '*.log')] });
  await server.untilCount(Array.from(names, (_, index) => (index % 7) + 1).reduce((sum, count) => sum + count, 1));
  await untilTrouble(server, 1);
  await page.goto(`${server.url}sources`);
  const table = page.getByRole('table', { name: 'Sources' });
  await expect(table).toHaveAttribute('aria-rowcount', '302');
  await expect(page.getByRole('definition').filter({ hasText: '1 with problems; worst: 1 unreadable' })).toBeVisible();
  // The one that needs somebody stands on top; what is invisible in its name is written out.
  await expect(table.getByRole('rowgroup').getByRole('row').first()).toContainText('\\xe2\\x80\\xaegol.txt.log');
  await expect(page.locator('main img')).toHaveCount(0);
  // Of many sources the stream has no samples: the page asks for those of the one that it shows.
  await expect(detailOf(page, /gol\.txt\.log$/)).toContainText('no gateway message in the line');
  await expect(page.getByText('rubbish', { exact: true }).first()).toBeVisible();

  await page.getByRole('combobox', { name: 'State' }).selectOption('With problems');
  await expect(page).toHaveURL(/state=trouble/);
  await expect(page.getByRole('heading', { name: '1 of 301 sources' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('searchbox').fill('gw-29');
  await expect(page.getByRole('heading', { name: '11 of 301 sources' })).toBeVisible();
  await table.getByRole('button', { name: 'File or address' }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(table.getByRole('rowgroup').getByRole('row').nth(1)).toContainText('gw-290.log');
  await table.getByRole('button', { name: 'File or address' }).click();
  await expect(table.getByRole('rowgroup').getByRole('row').first()).toContainText('gw-299.log');
  const csv = page.getByRole('link', { name: 'CSV', exact: true });
  await expect(csv).toHaveAttribute('href', '/api/v1/sources/export?q=gw-29&format=csv');

  await page.getByRole('searchbox').fill('nothing has this name');
  await expect(page.getByText('No source matches.')).toBeVisible();
  for (const width of [390, 1920]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`${server.url}sources`);
    await expect(table).toBeVisible();
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const);
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  }
});

test('gateways that may be one are listed with the setting that joins them, which does', async ({ page, serve }) => {
  const log = join(folder, 'gw.log');
  writeFileSync(
    log,
    fileOf(['gw1.lyon.example', 'gw1.paris.example', 'gw2'].map((gateway) => replayLine({ gateway }))),
  );
  const server = await serve({ files: [log] });
  await server.untilCount(3);
  await page.goto(`${server.url}sources`);
  const panel = detailOf(page, 'Gateways of the same name');
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  await expect(panel.getByRole('link')).toHaveText(['gw1', 'gw1.paris.example']);
  const setting = panel.getByLabel('setting that joins gw1', { exact: true });
  await expect(setting).toHaveText('aliases:\n  gw1.paris.example: gw1');
  await expect(panel.getByRole('button', { name: 'Copy setting that joins gw1' })).toBeVisible();
  const { namesakes } = apiGatewaySchema.parse(await server.get('gateways/gw1'));
  expect(namesakes).toEqual(['gw1.paris.example']);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(setting).toBeVisible();
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const);
    expect(widths[0]).toBeLessThanOrEqual(widths[1]);
  }

  const text = await setting.innerText();
  await page.goto('about:blank');
  await server.end();
  writeFileSync(join(server.directory, 'tunnelwatch.yaml'), text);
  const again = await serve({ files: [log], directory: server.directory });
  await page.goto(`${again.url}sources`);
  await expect(detailOf(page, 'Gateway clocks').getByRole('link')).toHaveText(['gw1', 'gw2']);
  await expect(panel).toHaveCount(0);
});

test('a page that lost its server says so and keeps the last figures, marked as old', async ({
  page,
  serve,
  complaints,
}) => {
  complaints.expectLostConnections();
  const server = await serve({ content: fileOf([replayLine()]) });
  const cable = await Cable.plugInto(server.port);
  await page.goto(`${cable.url}sources`);
  await untilLive(page);
  await expect(rowOf(page, 'gw1.log')).toBeVisible();
  cable.close();
  await expect(header(page)).toContainText('DISCONNECTED');
  await expect(page.locator('section').filter({ hasText: 'All sources' }).getByText('STALE')).toBeVisible();
  await expect(rowOf(page, 'gw1.log')).toBeVisible();
});
