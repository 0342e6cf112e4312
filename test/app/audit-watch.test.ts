import { DatabaseSync } from '@photostructure/sqlite';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';

const alertsSchema = z.object({
  items: z.array(z.object({ rule: z.string(), priority: z.string(), message: z.string() })),
});
const headSchema = z.object({ entry: z.number(), hash: z.string() });

function headsIn(log: string): z.infer<typeof headSchema>[] {
  return log.split('\n').flatMap((line) => {
    if (!line.includes('head of the audit trail')) return [];
    return [headSchema.parse(JSON.parse(line))];
  });
}

describe('[KEEP-23] the watch over the audit trail', () => {
  it('[PEO-35] publishes heads, tells its state, and raises an alert when the newest entries are gone at the next start', async () => {
    const receiver = createSocket('udp4');
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const published: string[] = [];
    receiver.on('message', (message) => published.push(message.toString()));
    // A bound datagram socket has an address with a port.
    const { port } = receiver.address();
    const flags = ['--audit-publish', `udp://127.0.0.1:${String(port)}`];
    const first = await ServeProcess.start({ flags });
    const { directory, data } = first;
    try {
      for (const name of ['north', 'south']) {
        const entry = { gateway: 'gw1', kind: 'matchkey', pattern: name, name, site: '', peer: '', note: '' };
        const answer = await first.fetch('api/v1/inventory', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(entry),
        });
        expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
      }
      expect(await first.get('audit/state')).toMatchObject({
        verified: { at: expect.any(String) },
        receiver: 'syslog',
        publishFault: null,
        problems: [],
        remedy: null,
        isKeyInside: false,
      });
      await first.end();
      const head = headsIn(first.logged).at(-1);
      expect(head?.entry).toBeGreaterThanOrEqual(2);
      await eventually('the published head', () => published.some((text) => text.includes(`hash=${head?.hash ?? ''}`)));
      expect(published.at(-1)).toMatch(
        /^<110>1 \S+ \S+ tunnelwatch \d+ audit-head - entry=\d+ hash=[0-9a-f]{64} at=\S+Z$/,
      );
      const secret = readFileSync(`${data}.audit.key`, 'utf8').trim();
      expect(first.logged).not.toContain(secret);
      expect((await runCli(['check-data', '--data', data])).out).toContain('The store is intact.');

      const database = new DatabaseSync(join(data, 'tunnelwatch.db'));
      database.exec(`DROP TRIGGER audit_kept; DELETE FROM audit WHERE id = (SELECT max(id) FROM audit);
        UPDATE meta SET value = (SELECT max(id) FROM audit) WHERE key = 'lastAuditId'; DELETE FROM past_moment`);
      database.close();
      const text = `the audit trail ends with entry ${String((head?.entry ?? 0) - 1)}: the newest 1 entries were removed`;
      const check = await runCli(['check-data', '--data', data]);
      expect([check.code, check.out]).toEqual([1, expect.stringContaining(text)]);

      const second = await ServeProcess.start({ directory, flags });
      await eventually('the alert', async () => {
        const { items } = alertsSchema.parse(await second.get('alerts'));
        return items.some(({ rule, priority, message }) => {
          return rule === 'audit-broken' && priority === 'high' && message.includes(text);
        });
      });
      expect(second.errors).toContain(text);
      expect(await second.get('audit/state')).toMatchObject({
        entries: (head?.entry ?? 0) - 1,
        problems: [expect.stringContaining(text)],
        remedy: expect.stringContaining('find out who had access to the data folder'),
      });
      await second.end();
      expect(existsSync(`${data}.audit.key`)).toBe(true);
    } finally {
      receiver.close();
      await first.remove();
    }
  });
});
