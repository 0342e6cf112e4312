import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';

/**
 * The tables that all nodes of a cluster have alike, in an order in which what a row refers to comes before it. What waits for
 * the audit trail, and the state of this node itself, are of one machine.
 */
export const SHARED_TABLES = [
  'user',
  'provider_user',
  'session',
  'wall',
  'token',
  'personal_settings',
  'saved_view',
  'view_default',
  'hand_over_note',
  'known_place',
  'channel',
  'route_list',
] as const;
export type SharedTable = (typeof SHARED_TABLES)[number];

/** When something was last used: it changes all the time, so it is told now and then, and the latest time counts. */
export const USED: Readonly<Partial<Record<SharedTable, string>>> = { session: 'seen_ms', token: 'used_ms' };

/** A value of a row as it travels: bytes in hexadecimal. */
export type Value = string | number | null;
/** A row by its columns. */
export type Row = Readonly<Record<string, Value>>;

export interface TableShape {
  columns: readonly { name: string; isBytes: boolean }[];
  /** The columns that tell one row from another. */
  key: readonly string[];
}

const columnSchema = z.object({ name: z.string(), type: z.string(), pk: z.number() });

/** What a table consists of now. */
export function shapeOf(database: DatabaseSyncInstance, table: SharedTable): TableShape {
  const rows = z.array(columnSchema).parse(database.prepare(`PRAGMA table_info(${table})`).all());
  return {
    columns: rows.map(({ name, type }) => ({ name, isBytes: type === 'BLOB' })),
    key: rows.filter(({ pk }) => pk > 0).map(({ name }) => name),
  };
}

/** A row as JSON, in SQL. @param row `NEW`, `OLD` or the name of the table */
export function rowAsJson({ columns }: TableShape, row: string): string {
  const parts = columns.map(({ name, isBytes }) => {
    const value = `${row}.${name}`;
    return `'${name}', ${isBytes ? `hex(${value})` : value}`;
  });
  return `json_object(${parts.join(', ')})`;
}
