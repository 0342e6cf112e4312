import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { severityRank } from '@tunnelwatch/shared/severity';
import { LineSearch } from '../../../core/search/line-search.js';
import type { KindRecord } from '../../../core/aggregate/records.js';

/** A bucket of `widthMs` for a column of epoch ms. SQLite division truncates towards zero, which is wrong before 1970. */
export function stretchOf(column: string, widthMs: number): string {
  const width = String(widthMs);
  return `((${column} - ((${column} % ${width}) + ${width}) % ${width}) / ${width})`;
}

/** Values that SQLite takes for a placeholder. */
export type SqlValue = string | number;

/** A condition with its values; `1` when there is no restriction. */
export interface Where {
  sql: string;
  values: SqlValue[];
}

/** Joins conditions with AND. */
export function allOf(conditions: readonly Where[]): Where {
  const real = conditions.filter((condition) => condition.sql !== '1');
  if (real.length === 0) return { sql: '1', values: [] };
  return { sql: real.map((each) => `(${each.sql})`).join(' AND '), values: real.flatMap((each) => each.values) };
}

/** `column IN (ids)`; false for no ids. The ids are our own integers and are inserted into the SQL text. */
export function inIds(column: string, ids: readonly number[] | undefined): Where {
  if (ids === undefined) return { sql: '1', values: [] };
  return { sql: ids.length === 0 ? '0' : `${column} IN (${ids.map(String).join(',')})`, values: [] };
}

/** `from <= column < to`, both in epoch ms; an undefined bound is not applied. */
export function inRange(column: string, from: number | undefined, to: number | undefined): Where {
  const parts: Where[] = [];
  if (from !== undefined) parts.push({ sql: `${column} >= ?`, values: [from] });
  if (to !== undefined) parts.push({ sql: `${column} < ?`, values: [to] });
  return allOf(parts);
}

/** Text contained in the raw line; the connection must know the function (`addTextSearch`). */
export function containsText(q: string | undefined): Where {
  if (q === undefined || q === '') return { sql: '1', values: [] };
  return { sql: 'contains_text(raw, ?)', values: [q] };
}

/**
 * Adds the text search of segments to a connection as a function. LIKE would not do: it ends at a NUL byte, so a line
 * would be found only once it is sealed in a segment.
 */
export function addTextSearch(database: DatabaseSyncInstance): void {
  let last: { q: string; search: LineSearch } | undefined;
  database.function('contains_text', { deterministic: true }, (raw: unknown, q: unknown) => {
    if (!(raw instanceof Uint8Array) || typeof q !== 'string') return 0;
    if (last?.q !== q) last = { q, search: new LineSearch(q) };
    return last.search.isIn(raw) ? 1 : 0;
  });
}

/** The kinds that match class, id and severity; undefined when the filter names none of them. */
export function matchingKinds(filter: EventFilter, kinds: readonly KindRecord[]): number[] | undefined {
  const { class: failureClass, messageId, severity } = filter;
  if (failureClass === undefined && messageId === undefined && severity === undefined) return undefined;
  const least = severity === undefined ? 0 : severityRank(severity);
  return kinds
    .filter(
      (kind) =>
        (failureClass === undefined || kind.class === failureClass) &&
        (messageId === undefined || kind.messageId === messageId) &&
        severityRank(kind.severity) >= least,
    )
    .map((kind) => kind.id);
}
