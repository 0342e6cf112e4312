import type { Locator, Page } from '@playwright/test';
import { linesOfCause, movedTo } from '../support/simulated-drops.js';
import { fileOf, integrityLine, lineOf } from './support/lines.js';
import { expect, test } from './support/test.js';

function panelOf(page: Page): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { name: 'Diagnosis' }) });
}

test.describe('the page of a tunnel', () => {
  test('leads with what the drops are consistent with, why, and what to do', async ({ page, serve }) => {
    const lines = linesOfCause('reordering', 5);
    const server = await serve({ content: fileOf(lines) });
    await server.untilCount(lines.length);
    await page.goto(`${server.url}tunnels/gw-north/reordering`);
    const panel = panelOf(page);
    await expect(panel.getByText('the drops are consistent with packets that overtake each other')).toBeVisible();
    await expect(panel.getByText(/A window of [\d,]+ instead of [\d,]+ would have accepted/)).toBeVisible();
    await expect(panel.getByText('The reference guide has no recommendation for message 278.')).toBeVisible();
    await expect(panel.getByText('counts are lower bounds')).toBeVisible();
    await expect(page.getByRole('img', { name: /dropped packets by sequence number over time/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /late packets by required window/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /\(current\)/ })).toContainText('0 of ');

    await panel.getByRole('link', { name: 'message 278' }).click();
    await expect(page).toHaveURL(/events\?.*messageId=278/);
  });

  test('says of a replay that somebody may send recorded packets, and looks again at new drops', async ({
    page,
    serve,
  }) => {
    const lines = linesOfCause('replay-attack', 5);
    const server = await serve({ content: fileOf(lines.slice(0, 3)) });
    await server.untilCount(3);
    await page.goto(`${server.url}tunnels/gw-north/replay-attack`);
    const panel = panelOf(page);
    await expect(panel.getByText('Undetermined: 3 drops are too few for a verdict.')).toBeVisible();
    server.append(...lines.slice(3));
    await expect(panel.getByText('the drops are consistent with recorded packets that are sent again')).toBeVisible();
  });
});

test('the page of an alert says what the drops behind it are consistent with', async ({ page, serve }) => {
  const rules = JSON.stringify({ 'rate-replay': { count: 10, onDelaySeconds: 0 } });
  const server = await serve({ flags: ['--alerts-rules', rules] });
  const lines = linesOfCause('duplication', 5, 500);
  server.append(...lines);
  await page.goto(`${server.url}alerts`);
  await page
    .getByRole('link', { name: /replay/i })
    .first()
    .click();
  await expect(page).toHaveURL(/alerts\/\d+/);
  await expect(panelOf(page).getByText('consistent with packets that are duplicated on the path')).toBeVisible();
});

test('the page of a gateway says what its tunnels share, and leads to them', async ({ page, serve }) => {
  const server = await serve();
  const lines = [11, 12, 13].flatMap((seed) =>
    linesOfCause('duplication', seed, 500).map((line) =>
      line.replace(/matchkey=.*/, `matchkey=doubled-${String(seed)}`),
    ),
  );
  server.append(...linesOfCause('padding', 5, 500));
  await expect.poll(() => server.count()).toBeGreaterThan(0);
  await page.goto(`${server.url}gateways/gw-north`);
  await expect(page.getByText(/No common cause|No tunnel has had enough drops/)).toBeVisible();
  server.append(...lines.sort());
  await expect(page.getByText('consistent with one cause on the part of the path')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(/3 tunnels began within a minute with the same symptoms/)).toBeVisible();
  await expect(page.getByRole('img', { name: /Failures of the gateway over time/ })).toBeVisible();
  await page.getByRole('link', { name: 'doubled-12' }).click();
  await expect(page).toHaveURL(/tunnels\/gw-north\/doubled-12/);
  await page.getByRole('link', { name: 'gw-north' }).first().click();
  await expect(page).toHaveURL(/gateways\/gw-north/);
});

test('[DIA-27] the page of a gateway shows the common causes of a zoomed time, although it was read in later', async ({
  page,
  serve,
}) => {
  const server = await serve();
  const start = Date.now() - 26 * 3_600_000;
  const lines = [11, 12, 13].flatMap((seed) =>
    movedTo(linesOfCause('duplication', seed), start).map((line) =>
      line.replace(/matchkey=.*/, `matchkey=doubled-${String(seed)}`),
    ),
  );
  server.append(...lines.sort());
  await expect.poll(() => server.count()).toBe(lines.length);
  const range = `from=${new Date(start - 600_000).toISOString()}&to=${new Date(start + 300_000).toISOString()}`;
  await page.goto(`${server.url}gateways/gw-north?${range}`);
  await expect(page.getByText('consistent with one cause on the part of the path')).toBeVisible();
  await expect(page.getByText('of 3 tunnels with drops in this time range')).toBeVisible();
  await page.goto(`${server.url}gateways/gw-north`);
  await expect(page.getByText('No tunnel has had enough drops in the last minutes for a diagnosis.')).toBeVisible();
});

test('[DIA-41] the page of an alert on used up numbers says where the counter stood, and what led there', async ({
  page,
  serve,
}) => {
  const server = await serve();
  const at = Date.now() - 60_000;
  const own = (second: number, id: number, seqno: number) =>
    lineOf(`IPSEC: prio=2 id=${String(id)} action=drop seqno=${String(seqno)} matchkey=4711`, {
      at: at + second * 1000,
    });
  const before = Array.from({ length: 20 }, (_, second) => own(second, 572, 4_294_000_000 + second * 40_000));
  server.append(...before, own(30, 339, 4_294_967_295), own(31, 339, 4_294_967_295));
  await page.goto(`${server.url}alerts`);
  await page
    .getByRole('link', { name: /Sequence numbers are exhausted|Sequence number overflow/ })
    .first()
    .click();
  await expect(page.getByText(/was at 4,294,967,295 .* 2 packets could not be sent/)).toBeVisible();
  await expect(page.getByText(/From .* on, \d+ s ahead, it was predicted for/)).toBeVisible();
  await expect(
    page.getByRole('img', {
      name: /Local counter \(outbound\) over time/,
      description: /readings of 1 SAs, the last 4,294,967,295/,
    }),
  ).toBeVisible();
  await page.getByRole('link', { name: '4711' }).first().click();
  await expect(page.getByRole('status', { name: 'Sequence-number exhaustion' })).toContainText('nothing is sent until');
});

test.describe('the charts of a tunnel', () => {
  const refused = (at: number, base: number, matchkey: string) =>
    lineOf(
      `IPSEC: prio=2 id=278 action=drop seqno=${String(base - 20)} windowbase=${String(base)} windowsize=64 matchkey=${matchkey}`,
      { at },
    );

  test('draw each refused packet against the window, by number or by lag as the address says', async ({
    page,
    serve,
  }) => {
    const start = Date.now() - 300_000;
    const first = Array.from({ length: 40 }, (_, at) => refused(start + at * 2000, 900_000 + at * 2000, '4711'));
    const second = Array.from({ length: 30 }, (_, at) => refused(start + 100_000 + at * 2000, 100 + at * 2000, '4711'));
    const server = await serve({ content: fileOf([...first, ...second, integrityLine({ at: start + 200_000 })]) });
    await server.untilCount(71);
    await page.goto(`${server.url}tunnels/gw-north/4711`);
    const name = '71 dropped packets by sequence number over time, with the window and 1 new SAs';
    await expect(page.getByRole('img', { name, description: 'Drawn: 70 late, 1 ' })).toBeVisible();
    await page.getByRole('button', { name: `Table: ${name}` }).click();
    const packets = page.getByRole('region', { name }).getByRole('row');
    await expect(packets).toHaveCount(72);
    await expect(packets.nth(2)).toContainText('58,080');
    await expect(page.getByText('The window is 64 packets wide, thinner than a line here')).toBeVisible();
    await expect(page.getByText('70 late', { exact: true })).toBeVisible();

    await page.getByRole('button', { name: 'Lag behind right edge' }).click();
    await expect(page).toHaveURL(/scatter=lag/);
    await page.reload();
    const lags = page.getByRole('img', { name: '70 dropped packets by lag over time' });
    await expect(lags).toBeVisible();
    await expect(page.getByRole('button', { name: 'Lag behind right edge' })).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: 'Sequence number' }).click();
    await expect(page).not.toHaveURL(/scatter/);
  });

  test('[DIA-40] warn of numbers that end within a day, with the clock time and the way there', async ({
    page,
    serve,
  }) => {
    const start = Date.now() - 120_000;
    const lines = Array.from({ length: 100 }, (_, at) =>
      refused(start + at * 1000, 3_900_000_000 + at * 50_000, '4711'),
    );
    const server = await serve({ content: fileOf(lines) });
    await server.untilCount(lines.length);
    await page.goto(`${server.url}tunnels/gw-north/4711`);
    const notice = page.getByRole('status', { name: 'Sequence-number exhaustion' });
    await expect(notice).toContainText('Peer counter (inbound) runs out in 2 h');
    await expect(notice).toContainText('unless the SA is rekeyed first or extended sequence numbers are in use');
    await expect(page.getByText(/it runs out at .* later \(between .* and .*\)/)).toBeVisible();
    const life = page.getByRole('img', { name: /Peer counter \(inbound\) over time, .* and its forecast/ });
    await expect(life).toBeVisible();
    const ceiling = page.getByText('The line at the top is the maximum 4,294,967,295.');
    await expect(ceiling).toBeVisible();
    await page.getByRole('button', { name: 'This range' }).click();
    await expect(page).toHaveURL(/life=seen/);
    await expect(ceiling).toBeHidden();
  });

  test('say nothing of an end that is far away', async ({ page, serve }) => {
    const start = Date.now() - 120_000;
    const lines = Array.from({ length: 100 }, (_, at) => refused(start + at * 1000, 1000 + at * 100, '4711'));
    const server = await serve({ content: fileOf(lines) });
    await server.untilCount(lines.length);
    await page.goto(`${server.url}tunnels/gw-north/4711`);
    await expect(page.getByRole('img', { name: /and its forecast/ })).toBeVisible();
    await expect(page.getByRole('status', { name: 'Sequence-number exhaustion' })).toBeHidden();
  });
});
