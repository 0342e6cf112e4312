import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HookReceiver } from '../support/hook-receiver.js';
import { expect, test } from './support/test.js';

test('[ALM-110] [ALM-111] [ALM-113] /admin shows how each channel stands, sends a test of it, and lets admins make others and routes', async ({
  page,
  serve,
  complaints,
}, info) => {
  complaints.expectRefusals();
  const receiver = await HookReceiver.start();
  try {
    const secretFile = info.outputPath('secret');
    writeFileSync(secretFile, 'between us\n');
    const common = { kind: 'webhook', secretFile, allowPrivate: true };
    const channels = [
      { name: 'noc', url: `${receiver.url}/a-secret-path`, minPriority: 'high', ...common },
      { name: 'gone', url: 'http://127.0.0.1:1/', secretFile: join(secretFile, 'none'), kind: 'webhook' },
    ];
    const server = await serve({ flags: ['--notifications', JSON.stringify(channels)] });
    await page.goto(`${server.url}admin`);
    const row = page.getByRole('row', { name: 'noc' });
    await expect(row).toContainText('high and above');
    await expect(row).not.toContainText('a-secret-path');
    await page.getByRole('button', { name: 'Send a test to noc' }).click();
    await expect(row.getByRole('status')).toHaveText('Delivered.');
    expect(receiver.received).toHaveLength(1);
    await page.getByRole('button', { name: 'Send a test to gone' }).click();
    await expect(page.getByRole('row', { name: 'gone' }).getByRole('status')).toContainText(
      'Not delivered: cannot read',
    );

    // [ALM-110] An admin adds a channel and a route, which are in force at once.
    await expect(row).toContainText('from the configuration file');
    await page.getByRole('button', { name: 'Add channel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('noc');
    await dialog.getByLabel('URL').fill(`${receiver.url}/desk`);
    await dialog.getByLabel('Signing key').fill('of the desk');
    await dialog.getByText('Pace, templates, network').click();
    await dialog.getByLabel('The receiver is on this machine').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toContainText('The configuration file has a channel noc');
    await dialog.getByLabel('Name').fill('desk');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Send a test to desk' }).click();
    await expect(page.getByRole('row', { name: 'desk' }).getByRole('status')).toHaveText('Delivered.');
    await page.getByRole('button', { name: 'Add route' }).click();
    await dialog.getByLabel('desk').check();
    await dialog.getByLabel('Gateways').fill('gw1');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const route = page.getByRole('row', { name: 'gateway gw1' });
    await expect(route).toContainText('desk');
    server.append(`${new Date().toISOString()} gw1 EFW: IPSEC: prio=5 id=1682 iface=wan`);
    await expect.poll(() => receiver.received.map(({ path }) => path)).toEqual(['/a-secret-path', '/desk', '/desk']);

    // [ALM-111] The secret that was entered is not on the page, only since when it is set.
    await page.getByRole('button', { name: 'Edit desk' }).click();
    await expect(dialog).toContainText('Signing key: set on');
    expect(await page.content()).not.toContain('of the desk');
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    // [ALM-113] A channel that a route leads to stays.
    const remove = async (what: string) => {
      await page.getByRole('button', { name: `Delete ${what}` }).click();
      await page.getByRole('button', { name: `Confirm: delete ${what}` }).click();
    };
    await remove('desk');
    await expect(page.getByRole('alert')).toHaveText('Route 1 leads to desk: change or delete that first.');
    await remove('route 1');
    await expect(route).toHaveCount(0);
    await remove('desk');
    await expect(page.getByRole('row', { name: 'desk' })).toHaveCount(0);
  } finally {
    await receiver.end();
  }
});
