import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { rowAsJson, shapeOf, SHARED_TABLES, type SharedTable, USED } from './shared-tables.js';

/**
 * Triggers that keep every change of a shared table for the cluster, in the transaction of the change: whoever makes it, also
 * a command in another process, and however that ends.
 */

const PREFIX = 'replica_on_';

/** What of the state here has to hold elsewhere too, for a new row to be taken there (`ChangeApplier`), in SQL. */
export const GUARDS: Readonly<Partial<Record<SharedTable, string>>> = {
  // Whoever signs in with a password does so with the one that counts then, and not with one that was reset meanwhile.
  session: `CASE NEW.provider WHEN 'password' THEN (SELECT password_hash FROM user WHERE name = NEW.user_name) END`,
};

/** The sessions that outlast a new password. */
const OUTLASTING = `
  CASE WHEN NEW.password_hash <> OLD.password_hash THEN
    (SELECT json_group_array(id) FROM session WHERE user_name = NEW.name AND provider = 'password') END`;

/** Has changes kept from now on. */
export function startCapture(database: DatabaseSyncInstance): void {
  stopCapture(database);
  for (const table of SHARED_TABLES) database.exec(triggersOf(database, table));
}

/** Changes are no longer kept, as on a server that is the only one. */
export function stopCapture(database: DatabaseSyncInstance): void {
  const sql = `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name GLOB '${PREFIX}*'`;
  const found = z.array(z.object({ name: z.string() })).parse(database.prepare(sql).all());
  for (const { name } of found) database.exec(`DROP TRIGGER ${name}`);
}

function triggersOf(database: DatabaseSyncInstance, table: SharedTable): string {
  const shape = shapeOf(database, table);
  const [before, after] = [rowAsJson(shape, 'OLD'), rowAsJson(shape, 'NEW')];
  const used = USED[table];
  const kept = shape.columns.map(({ name }) => name).filter((name) => name !== used);
  const isOurs = '(SELECT is_applying FROM replica) = 0';
  const add = (...values: string[]): string =>
    `INSERT INTO replica_change (table_name, before, after, guard) VALUES ('${table}', ${values.join(', ')});`;
  const triggers = [
    `CREATE TRIGGER ${PREFIX}insert_${table} AFTER INSERT ON ${table} WHEN ${isOurs}
     BEGIN ${add('NULL', after, GUARDS[table] ?? 'NULL')} END;`,
    `CREATE TRIGGER ${PREFIX}update_${table} AFTER UPDATE OF ${kept.join(', ')} ON ${table}
     WHEN ${isOurs} AND ${before} <> ${after}
     BEGIN ${add(before, after, table === 'user' ? OUTLASTING : 'NULL')} END;`,
    `CREATE TRIGGER ${PREFIX}delete_${table} AFTER DELETE ON ${table} WHEN ${isOurs}
     BEGIN ${add(before, 'NULL', 'NULL')} END;`,
  ];
  if (used !== undefined) {
    triggers.push(`CREATE TRIGGER ${PREFIX}use_${table} AFTER UPDATE OF ${used} ON ${table} WHEN ${isOurs}
     BEGIN INSERT OR IGNORE INTO replica_use VALUES ('${table}', NEW.id); END;`);
  }
  return triggers.join('\n');
}
