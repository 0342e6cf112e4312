import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { passwordPerson, providerPerson } from '../person-key.js';
import { type Change, rowSchema, USE } from './change.js';
import { ChangeRules } from './change-rules.js';
import { type Row, rowAsJson, shapeOf, type SharedTable, type TableShape, USED, type Value } from './shared-tables.js';

/** How a row was before a change; applied backwards it is so again. */
export interface Restored {
  table: SharedTable;
  /** The row as it was, or the columns of it that were changed and its key; null where there was none. */
  row: Row | null;
  /** Its key. */
  key: Row;
}

/** What became of a change. */
export interface Effect {
  /** Takes it back, from the last to the first. */
  restored: readonly Restored[];
  /** Why it is left out, in words; null when it is not. */
  refusal: string | null;
}

/** Rows that only make sense with another one go with it, also those that its remover did not know of. */
interface Dependants {
  table: SharedTable;
  where: string;
  values: readonly Value[];
}

/**
 * Applies changes to the shared tables by rules that depend on nothing but the tables and the change: nodes that apply the same
 * changes in the same order have the same tables. Of what cannot be both, the first one counts.
 *
 * Within a transaction of the caller, and with capture off.
 */
export class ChangeApplier {
  private readonly shapes = new Map<SharedTable, TableShape>();

  private readonly rules: ChangeRules;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.rules = new ChangeRules(database);
  }

  apply(change: Change): Effect {
    const { table, before, after, guard } = change;
    if (guard === USE) return this.use(change);
    const row = before ?? after;
    const existing = row === null ? undefined : this.find(table, this.keyOf(table, row));
    const refusal = this.rules.refusalOf(change, existing);
    if (refusal !== null) return refused(refusal);
    try {
      if (after === null) return before === null ? NOTHING : this.remove(table, before);
      return before === null ? this.add(table, after) : this.change(table, before, after, guard);
    } catch (error) {
      // Of two rows that cannot be both the second one: each node refuses it alike.
      if (isConstraint(error)) return refused('there is one of that name or number already');
      throw error;
    }
  }

  /** Takes back what a change has done, if nothing was applied after it. */
  undo(restored: readonly Restored[]): void {
    for (const { table, row, key } of restored.toReversed()) {
      if (row === null) this.run(`DELETE FROM ${table} WHERE ${this.whereKey(table)}`, this.keyValues(table, key));
      else if (this.find(table, key) === undefined) this.insert(table, row);
      else this.update(table, key, row);
    }
  }

  /** What takes back a change that was made by somebody else than `apply`, and only there. */
  undoOf({ table, before, after, guard }: Change): Restored[] {
    const row = before ?? after;
    if (row === null || guard === USE) return [];
    const key = this.keyOf(table, row);
    if (before === null || after === null) return [{ table, row: before, key }];
    return [{ table, row: { ...pick(before, changedColumns(table, before, after)), ...key }, key }];
  }

  /** All rows of a table, as they travel. */
  rows(table: SharedTable): Row[] {
    return this.select(table, '1', []);
  }

  private use({ table, after }: Change): Effect {
    const column = USED[table];
    const used = after?.[column ?? ''];
    if (column === undefined || typeof used !== 'number') return NOTHING;
    this.run(`UPDATE ${table} SET ${column} = max(coalesce(${column}, 0), ?) WHERE id = ?`, [
      used,
      after?.['id'] ?? null,
    ]);
    return NOTHING;
  }

  private add(table: SharedTable, after: Row): Effect {
    const key = this.keyOf(table, after);
    const existing = this.find(table, key);
    if (existing === undefined) {
      this.insert(table, after);
      return done([{ table, row: null, key }]);
    }
    this.update(table, key, after);
    return done([{ table, row: existing, key }]);
  }

  private change(table: SharedTable, before: Row, after: Row, guard: string | null): Effect {
    const key = this.keyOf(table, before);
    const existing = this.find(table, key);
    if (existing === undefined) return NOTHING;
    const columns = changedColumns(table, before, after);
    this.update(table, key, pick(after, columns));
    const restored: Restored[] = [{ table, row: { ...pick(existing, columns), ...key }, key }];
    const outlasting = table === 'user' && guard !== null ? z.array(z.number()).parse(JSON.parse(guard)) : null;
    if (outlasting !== null) restored.push(...this.endSessions(existing, outlasting));
    if (table === 'saved_view' && after['is_shared'] === 0) {
      const values = [existing['id'] ?? null, existing['owner'] ?? null];
      restored.push(...this.removeAll({ table: 'view_default', where: 'view = ? AND whose <> ?', values }));
    }
    return done(restored);
  }

  private remove(table: SharedTable, before: Row): Effect {
    const key = this.keyOf(table, before);
    const existing = this.find(table, key);
    if (existing === undefined) return NOTHING;
    const restored = this.dependantsOf(table, existing).flatMap((each) => this.removeAll(each));
    this.run(`DELETE FROM ${table} WHERE ${this.whereKey(table)}`, this.keyValues(table, key));
    return done([...restored, { table, row: existing, key }]);
  }

  /** Sessions that began with an earlier password. */
  private endSessions(user: Row, except: readonly number[]): Restored[] {
    const name = user['name'] ?? null;
    const where = `user_name = ? AND provider = 'password' AND id NOT IN (SELECT value FROM json_each(?))`;
    return this.removeAll({ table: 'session', where, values: [name, JSON.stringify(except)] });
  }

  private removeAll({ table, where, values }: Dependants): Restored[] {
    const rows = this.select(table, where, values);
    this.run(`DELETE FROM ${table} WHERE ${where}`, values);
    return rows.map((row) => ({ table, row, key: this.keyOf(table, row) }));
  }

  private dependantsOf(table: SharedTable, row: Row): Dependants[] {
    const id = row['id'] ?? null;
    if (table === 'wall') return [{ table: 'token', where: 'wall = ?', values: [id] }];
    if (table === 'saved_view') return [{ table: 'view_default', where: 'view = ?', values: [id] }];
    if (table === 'token') return keptFor(`token ${String(id)}`);
    if (table === 'provider_user') {
      return [{ table: 'session', where: 'provider_user = ?', values: [id] }, ...keptFor(providerPerson(Number(id)))];
    }
    if (table !== 'user') return [];
    const name = row['name'] ?? null;
    return [
      { table: 'session', where: `user_name = ? AND provider = 'password'`, values: [name] },
      { table: 'known_place', where: 'user_name = ?', values: [name] },
      ...keptFor(passwordPerson(String(name))),
    ];
  }

  private find(table: SharedTable, key: Row): Row | undefined {
    return this.select(table, this.whereKey(table), this.keyValues(table, key))[0];
  }

  private select(table: SharedTable, where: string, values: readonly Value[]): Row[] {
    const sql = `SELECT ${rowAsJson(this.shape(table), table)} AS row FROM ${table} WHERE ${where}`;
    return this.database
      .prepare(sql)
      .all(...values)
      .map((each) => rowSchema.parse(JSON.parse(z.object({ row: z.string() }).parse(each).row)));
  }

  private insert(table: SharedTable, row: Row): void {
    const columns = this.columnsOf(table, row);
    const marks = columns.map(() => '?').join(', ');
    const names = columns.map(({ name }) => name).join(', ');
    this.run(`INSERT INTO ${table} (${names}) VALUES (${marks})`, this.values(columns, row));
  }

  private update(table: SharedTable, key: Row, row: Row): void {
    const columns = this.columnsOf(table, row).filter(({ name }) => name !== USED[table]);
    if (columns.length === 0) return;
    const sets = columns.map(({ name }) => `${name} = ?`).join(', ');
    const values = [...this.values(columns, row), ...this.keyValues(table, key)];
    this.run(`UPDATE ${table} SET ${sets} WHERE ${this.whereKey(table)}`, values);
  }

  /** A column that only another version has is left out. */
  private columnsOf(table: SharedTable, row: Row): TableShape['columns'] {
    return this.shape(table).columns.filter(({ name }) => name in row);
  }

  private values(columns: TableShape['columns'], row: Row): (Value | Buffer)[] {
    return columns.map(({ name, isBytes }) => {
      const value = row[name] ?? null;
      return isBytes && typeof value === 'string' ? Buffer.from(value, 'hex') : value;
    });
  }

  private run(sql: string, values: readonly (Value | Buffer)[]): void {
    this.database.prepare(sql).run(...values);
  }

  private keyOf(table: SharedTable, row: Row): Row {
    return pick(row, this.shape(table).key);
  }

  private whereKey(table: SharedTable): string {
    return this.shape(table)
      .key.map((name) => `${name} = ?`)
      .join(' AND ');
  }

  private keyValues(table: SharedTable, key: Row): Value[] {
    return this.shape(table).key.map((name) => key[name] ?? null);
  }

  private shape(table: SharedTable): TableShape {
    let shape = this.shapes.get(table);
    if (shape === undefined) {
      shape = shapeOf(this.database, table);
      this.shapes.set(table, shape);
    }
    return shape;
  }
}

const NOTHING: Effect = { restored: [], refusal: null };

function done(restored: readonly Restored[]): Effect {
  return { restored, refusal: null };
}

function refused(refusal: string): Effect {
  return { restored: [], refusal };
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

function changedColumns(table: SharedTable, before: Row, after: Row): string[] {
  return Object.keys(after).filter((name) => name !== USED[table] && after[name] !== before[name]);
}

/** What only one person or token could use (`forgetPerson`). */
function keptFor(keeper: string): Dependants[] {
  return [
    { table: 'personal_settings', where: 'person = ?', values: [keeper] },
    { table: 'view_default', where: 'whose = ?', values: [keeper] },
    { table: 'saved_view', where: 'owner = ? AND is_shared = 0', values: [keeper] },
  ];
}

/** SQLITE_CONSTRAINT, the lowest byte of its extended codes. */
const CONSTRAINT = 19;

function isConstraint(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'errcode') : undefined;
  return typeof code === 'number' && (code & 0xff) === CONSTRAINT;
}
