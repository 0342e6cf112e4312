import type { Page } from '@playwright/test';
import { fileOf, integrityLine, routeLine } from './support/lines.js';
import { header, untilLive } from './support/pages.js';
import { expect, test } from './support/test.js';

const RACES = 200;
const TUNNELS = 5000;

interface Answer {
  readonly status: number;
  readonly version: number;
  /** Who has acknowledged the alert as the answer tells it; null for nobody. */
  readonly by: string | null;
}

/** Sends an action on alert 1 from within a page. */
function act(page: Page, action: string, version: number, by: string): Promise<Answer> {
  return page.evaluate(
    async (sent) => {
      const response = await fetch(`/api/v1/alerts/1/${sent.action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ version: sent.version, by: sent.by, requestKey: crypto.randomUUID() }),
      });
      const body = await response.json();
      const alert = response.ok ? body : body.current;
      return { status: response.status, version: alert.version, by: alert.acknowledgement?.by ?? null };
    },
    { action, version, by },
  );
}

test('[ALM-5] of two browsers that acknowledge at the same instant one wins, 200 times, and the other is told who did', async ({
  page,
  serve,
  newScreen,
  complaints,
}) => {
  const server = await serve({ content: fileOf([routeLine()]) });
  const other = await newScreen();
  await page.goto(`${server.url}alerts`);
  await other.goto(`${server.url}alerts`);
  await untilLive(page);
  await untilLive(other);
  complaints.expectRefusals();
  let { version } = (await server.get('alerts/1')) as { version: number };
  const wins = { Ada: 0, Bob: 0 };
  for (let race = 0; race < RACES; race++) {
    // Who is asked first would else win every time.
    const isAdaFirst = race % 2 === 0;
    const first = act(isAdaFirst ? page : other, 'acknowledge', version, isAdaFirst ? 'Ada' : 'Bob');
    const second = act(isAdaFirst ? other : page, 'acknowledge', version, isAdaFirst ? 'Bob' : 'Ada');
    const [one, two] = await Promise.all([first, second]);
    const [ada, bob] = isAdaFirst ? [one, two] : [two, one];
    expect([ada.status, bob.status].sort()).toEqual([200, 409]);
    const winner = ada.status === 200 ? 'Ada' : 'Bob';
    wins[winner]++;
    expect([ada.by, bob.by]).toEqual([winner, winner]);
    const undone = await act(page, 'unacknowledge', ada.version, winner);
    expect(undone.status).toBe(200);
    ({ version } = undone);
  }
  expect(wins.Ada + wins.Bob).toBe(RACES);
  const history = (await server.get('audit?target=alert%201&limit=1000')) as { items: { action: string }[] };
  expect(history.items.filter(({ action }) => action === 'acknowledge')).toHaveLength(RACES);
});

test('5,000 tunnels of one gateway that fail at once are one alert, and the inbox can be worked with', async ({
  page,
  serve,
  newScreen,
}) => {
  const server = await serve();
  const wall = await newScreen();
  await wall.goto(`${server.url}wall`);
  await page.goto(`${server.url}alerts`);
  await untilLive(page);
  // A relay that stamps an integrity failure as an Error: that makes it an alarm of each tunnel.
  const failing = Array.from({ length: TUNNELS }, (_, index) =>
    integrityLine({ matchkey: String(10_000 + index) }).replace('prio=2', 'prio=4'),
  );
  for (let from = 0; from < TUNNELS; from += 500) server.append(...failing.slice(from, from + 500));
  const rows = page.getByRole('list', { name: 'Active alerts' }).getByRole('listitem');
  await expect(rows).toContainText('5,000 grouped', { timeout: 30_000 });
  await expect(rows).toHaveCount(1);
  await expect(header(page)).toContainText('1 high');
  await expect(wall.getByRole('list', { name: 'Active alerts' }).getByRole('listitem')).toHaveCount(1);

  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const members = page.getByRole('list', { name: 'Grouped into this alert' });
  await expect(members.getByRole('listitem')).toHaveCount(100);
  await expect(page.locator('p').filter({ hasText: 'First alert:' })).toContainText('10000');
  await members.getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/1\d{4}/);
  await page.goBack();
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Acknowledge alert' });
  await dialog.getByLabel('Your name').fill('Ada');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText(/^Ada acknowledged this/)).toBeVisible();
  await expect(header(page)).toContainText('No unacknowledged alerts');
});
