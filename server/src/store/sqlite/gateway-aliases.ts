import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { GatewayNames, type KnownName, MAX_NAMES } from '../../core/aggregate/gateway-names.js';
import { textIn, toGatewayRecord } from './rows.js';

const gatewaySchema = z.object({ id: z.number(), name: z.string(), alias_of: z.number().nullable() });
const numberSchema = z.object({ n: z.number() });

/**
 * The names that gateways are stored under, the oldest first, with the domains that were left out of them: as many as are
 * remembered, for a sender may make up any number.
 */
export function storedNames(database: DatabaseSyncInstance): KnownName[] {
  const names = new Map<string, string | null>();
  for (const row of database.prepare('SELECT name FROM gateway ORDER BY id LIMIT ?').iterate(MAX_NAMES)) {
    names.set(textIn(row, 'name'), null);
  }
  for (const row of database.prepare('SELECT * FROM gateway_life').all()) {
    const { gateway, domain } = toGatewayRecord(row);
    names.set(gateway, domain);
  }
  return Array.from(names, ([gateway, domain]) => ({ gateway, domain }));
}

/**
 * Applies the aliases of the configuration to what is stored, within a transaction: a gateway is shown as the one that it has
 * become, and by itself again once its alias was removed. Events and counts stay where they are. Each joined subject has a
 * counterpart that is stored under the gateway it has become, so that new events never go to the old name.
 * @returns whether anything has changed
 */
export function applyAliases(database: DatabaseSyncInstance, aliases: ReadonlyMap<string, string>): boolean {
  if (aliases.size === 0 && !hasAliases(database)) return false;
  const names = new GatewayNames(storedNames(database), aliases);
  const gateways = gatewaysOf(database);
  const ids = new Map(gateways.map(({ id, name }) => [name, id]));
  const setAlias = database.prepare('UPDATE gateway SET alias_of = ? WHERE id = ?');
  let hasChanged = false;
  for (const { id, name, alias_of: before } of gateways) {
    const now = names.nowOf(name);
    const target = now === name ? null : (ids.get(now) ?? addGateway(database, now));
    if (target !== null) ids.set(now, target);
    if (target === before) continue;
    setAlias.run(target, id);
    if (target !== null) addCounterparts(database, id, target);
    hasChanged = true;
  }
  if (hasChanged) {
    database.exec(`UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'namesVersion'`);
  }
  return hasChanged;
}

function hasAliases(database: DatabaseSyncInstance): boolean {
  return database.prepare('SELECT 1 FROM gateway WHERE alias_of IS NOT NULL LIMIT 1').get() !== undefined;
}

function gatewaysOf(database: DatabaseSyncInstance): z.infer<typeof gatewaySchema>[] {
  return database
    .prepare('SELECT id, name, alias_of FROM gateway ORDER BY id')
    .all()
    .map((row) => gatewaySchema.parse(row));
}

function addGateway(database: DatabaseSyncInstance, name: string): number {
  const row = database.prepare('INSERT INTO gateway (name) VALUES (?) RETURNING id AS n').get(name);
  return numberSchema.parse(row).n;
}

/** Numbers of subjects increase from 1 without gaps, and SQLite gives the next one. */
function addCounterparts(database: DatabaseSyncInstance, gatewayId: number, targetId: number): void {
  database
    .prepare(
      `INSERT OR IGNORE INTO subject (gateway_id, kind, name)
       SELECT CAST(? AS INTEGER), kind, name FROM subject WHERE gateway_id = ? ORDER BY id`,
    )
    .run(targetId, gatewayId);
}
