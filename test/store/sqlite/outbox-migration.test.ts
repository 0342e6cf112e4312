import { DatabaseSync } from '@photostructure/sqlite';
import { dueEntries } from '@tunnelwatch/server/store/sqlite/alerts/outbox-table';
import { MIGRATIONS } from '@tunnelwatch/server/store/sqlite/migrations';
import { expect, it } from 'vitest';

it('[ALM-70] an outbox from before priorities is worked by those that its notifications tell', () => {
  const added = MIGRATIONS.findIndex((migration) => migration.includes('outbox_due'));
  const database = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS.slice(0, added)) database.exec(migration);
  const insert = database.prepare(
    `INSERT INTO outbox (key, channel, alert_id, body, made_ms, attempts, next_ms, state) VALUES (?, 'noc', ?, ?, 1, 0, 1, ?)`,
  );
  const told = (priority: string) => JSON.stringify({ alert: { priority } });
  insert.run('low', 1, told('low'), 'waiting');
  insert.run('unreadable', 2, '{"alert"', 'waiting');
  insert.run('other', 3, '{}', 'waiting');
  insert.run('became urgent', 4, told('medium'), 'waiting');
  insert.run('urgent', 4, told('urgent'), 'waiting');
  insert.run('high', 5, told('high'), 'waiting');
  insert.run('sent', 6, told('urgent'), 'sent');
  for (const migration of MIGRATIONS.slice(added)) database.exec(migration);
  const { entries } = dueEntries(database, { channel: 'noc', now: 2, limit: 10, settled: [] });
  expect(entries.map(({ key, priority }) => [key, priority])).toEqual([
    ['became urgent', 'urgent'],
    ['high', 'high'],
    ['low', 'low'],
    ['unreadable', 'low'],
    ['other', 'low'],
  ]);
  database.close();
});
