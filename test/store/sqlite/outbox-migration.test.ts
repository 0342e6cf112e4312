import { DatabaseSync } from '@photostructure/sqlite';
import { dueEntries, summarizeOutbox } from '@tunnelwatch/server/store/sqlite/alerts/outbox-table';
import { MIGRATIONS } from '@tunnelwatch/server/store/sqlite/migrations';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
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
  expect(entries.map(({ key, rank }) => [key, PRIORITIES.toReversed()[rank]])).toEqual([
    ['became urgent', 'urgent'],
    ['high', 'high'],
    ['low', 'low'],
    ['unreadable', 'low'],
    ['other', 'low'],
  ]);
  database.close();
});

it('[ALM-74] an outbox from before it was counted is counted as it is, and from then on as it changes', () => {
  const added = MIGRATIONS.findIndex((migration) => migration.includes('outbox_tally'));
  const database = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS.slice(0, added)) database.exec(migration);
  database.exec(`INSERT INTO outbox (key, channel, alert_id, body, made_ms, attempts, next_ms, state, tried_ms, last_error, error_ms) VALUES
    ('a', 'noc', 1, '', 1, 0, 7, 'waiting', NULL, NULL, NULL), ('b', 'noc', 2, '', 1, 1, 9, 'waiting', 4, 'older', 4),
    ('c', 'noc', 3, '', 1, 2, NULL, 'sent', 5, 'newer', 4), ('d', 'mail', 3, '', 1, 2, NULL, 'failed', 6, 'no such host', 6)`);
  for (const migration of MIGRATIONS.slice(added)) database.exec(migration);
  const nothing = {
    waiting: 0,
    failed: 0,
    sent: 0,
    nextAt: null,
    lastSentAt: null,
    lastError: null,
    lastErrorAt: null,
  };
  expect(summarizeOutbox(database)).toEqual([
    { ...nothing, channel: 'mail', failed: 1, lastError: 'no such host', lastErrorAt: 6 },
    { ...nothing, channel: 'noc', waiting: 2, sent: 1, nextAt: 7, lastSentAt: 5, lastError: 'newer', lastErrorAt: 4 },
  ]);
  database.exec(`UPDATE outbox SET state = 'sent', next_ms = NULL, tried_ms = 8 WHERE key = 'a'`);
  database.exec(`UPDATE outbox SET next_ms = 12, tried_ms = 9, last_error = 'again', error_ms = 9 WHERE key = 'b'`);
  database.exec(`DELETE FROM outbox WHERE key IN ('c', 'd')`);
  expect(summarizeOutbox(database)).toEqual([
    { ...nothing, channel: 'noc', waiting: 1, sent: 1, nextAt: 12, lastSentAt: 8, lastError: 'again', lastErrorAt: 9 },
  ]);
  database.close();
});
