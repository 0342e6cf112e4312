import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { createHash, type Hash } from 'node:crypto';
import type { StoreDigest } from '../store.js';

/** So many of the newest alerts and entries of the audit trail are looked at each time, and as many of the older ones in turn. */
const ROWS = 1000;
/** Hours of counts that are looked at in turn, beside the two newest. */
const HOURS = 24;

/**
 * What a store holds, as a few hashes, to compare it with those of other nodes at the same input. Beside the newest of everything
 * it looks at a part of the rest, which depends on the minute alone, so that all nodes look at the same: all of it has its turn.
 * Not part of it is what each node has of its own: how events are stored, and what retention by size has removed.
 * @param at the clock of the cluster, epoch ms
 */
export function digestOf(database: DatabaseSyncInstance, at: number, lastSeq: number): StoreDigest {
  const turn = Math.floor(at / MINUTE_MS);
  const state = createHash('sha256').update(String(lastSeq));
  addRows(
    state,
    database,
    `SELECT id, state, body FROM alert WHERE id > ? AND id <= ? ORDER BY id`,
    newestAndTurn(database, 'alert', turn),
  );
  addRows(
    state,
    database,
    'SELECT id, at_ms, actor, action, target, comment, before, after, hash FROM audit WHERE id > ? AND id <= ? ORDER BY id',
    newestAndTurn(database, 'audit', turn),
  );
  for (const sql of [
    `SELECT id, body FROM alert WHERE state <> 'normal' ORDER BY id`,
    'SELECT alert_id, subject, count, first_ms, last_ms, ended_ms FROM alert_member ORDER BY 1, 2 LIMIT 10000',
    'SELECT id, body FROM maintenance_window ORDER BY id',
    'SELECT rule, settings FROM rule_setting ORDER BY rule',
    `SELECT value FROM meta WHERE key = 'replicaSettings'`,
    'SELECT count(*), max(id), sum(version) FROM inventory_entry',
    'SELECT count(*), max(id) FROM subject',
    'SELECT id, message_id, class, severity, is_known, repeats FROM kind ORDER BY id',
  ]) {
    addRows(state, database, sql, [[]]);
  }
  const hour = Math.floor(at / HOUR_MS);
  const hours = [hour, hour - 1, hour - 2 - (turn % HOURS)];
  const whole = firstWholeHour(database);
  return {
    state: state.digest('hex'),
    hours: hours.filter((each) => each >= whole).map((each) => [each, hourDigest(database, each)]),
  };
}

/** The numbers of the newest rows, and of those whose turn it is: pairs of the number before them and the last one. */
function newestAndTurn(database: DatabaseSyncInstance, table: 'alert' | 'audit', turn: number): number[][] {
  const last = numberOf(database, `SELECT coalesce(max(id), 0) FROM ${table}`);
  const newest = Math.max(0, last - ROWS);
  const parts = Math.max(1, Math.ceil(newest / ROWS));
  const from = (turn % parts) * ROWS;
  return [
    [newest, last],
    [from, Math.min(newest, from + ROWS)],
  ];
}

/** The first hour of which retention has removed nothing here. */
function firstWholeHour(database: DatabaseSyncInstance): number {
  if (numberOf(database, 'SELECT count(*) FROM removed_range') === 0) return 0;
  const oldest = numberOf(database, 'SELECT coalesce(min(first_ms), 0) FROM segment');
  return Math.floor(oldest / HOUR_MS) + 1;
}

function numberOf(database: DatabaseSyncInstance, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
}

/** Counts of one hour. */
function hourDigest(database: DatabaseSyncInstance, hour: number): string {
  const sum = createHash('sha256');
  const sql = 'SELECT count(*), sum(n), sum(n * (subject_id % 65521) * (kind_id + 1)) FROM count_hour WHERE hour = ?';
  addRows(sum, database, sql, [[hour]]);
  return sum.digest('hex').slice(0, 16);
}

function addRows(sum: Hash, database: DatabaseSyncInstance, sql: string, each: readonly (readonly number[])[]): void {
  const statement = database.prepare(sql);
  for (const values of each) {
    for (const row of statement.iterate(...values)) sum.update(`${Object.values(row).map(canonical).join('\t')}\n`);
    sum.update('\n');
  }
}

/** A value as text; of an object the keys in order, since a node that was started again may write them in another one. */
function canonical(value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith('{')) return JSON.stringify(value);
  try {
    return JSON.stringify(JSON.parse(value), sortedKeys);
  } catch {
    // No JSON after all: it stands for itself.
    return value;
  }
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
