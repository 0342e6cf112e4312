import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HookReceiver } from '../support/hook-receiver.js';
import { expect, test } from './support/test.js';

test('/admin shows how each channel stands, and sends a test of it', async ({ page, serve }, info) => {
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
  } finally {
    await receiver.end();
  }
});
