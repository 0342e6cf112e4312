import {
  INVENTORY_COLUMNS,
  INVENTORY_LIMITS,
  type InventoryColumn,
  inventoryFieldsSchema,
  MAX_REFUSALS,
  type RefusedRow,
} from '@tunnelwatch/shared/inventory';
import type { z } from 'zod';
import { entryKey } from './inventory-list.js';
import { unescapeCsvFormula } from './escape-csv-formula.js';
import type { ImportRow } from '@tunnelwatch/shared/inventory';

const rowSchema = inventoryFieldsSchema.partial({ site: true, peer: true, note: true, priority: true });

/** Why the whole file is refused. */
export interface FileFault {
  line: number;
  reason: string;
}

/** Parses a file row by row: valid rows, no two about the same subject, and refused ones. */
export class ImportRows {
  readonly taken: ImportRow[] = [];
  /** The first of the refused rows. */
  readonly refusals: RefusedRow[] = [];
  refused = 0;
  private columns: readonly InventoryColumn[] = [];
  private readonly lineOf = new Map<string, number>();

  /** Parses the first row, which names the columns. */
  header(cells: readonly string[], line: number): FileFault | undefined {
    const names = cells.map((cell) => cell.trim().toLowerCase());
    const columns = names.flatMap((name) => INVENTORY_COLUMNS.find((column) => column === name) ?? []);
    const unknown = names.find((name) => !INVENTORY_COLUMNS.some((column) => column === name));
    const known = INVENTORY_COLUMNS.join(', ');
    if (unknown !== undefined) {
      return {
        line,
        reason: `the first row names the columns: unknown column “${unknown.slice(0, 40)}”; expected ${known}`,
      };
    }
    if (new Set(columns).size < columns.length) return { line, reason: 'the first row names a column twice' };
    if (!columns.includes('name'))
      return { line, reason: 'the first row names the columns; the column name is missing' };
    if (!columns.includes('matchkey') && !columns.includes('iface')) {
      return { line, reason: 'the first row names neither matchkey nor iface' };
    }
    this.columns = columns;
    return undefined;
  }

  /** Parses another row. @param line the line of the file that it begins on */
  row(cells: readonly string[], line: number): FileFault | undefined {
    if (this.taken.length + this.refused >= INVENTORY_LIMITS.entries) {
      return { line, reason: `a file can have at most ${INVENTORY_LIMITS.entries.toLocaleString('en')} rows` };
    }
    const { columns } = this;
    if (cells.length !== columns.length) {
      const reason = `${String(cells.length)} cells, where the first row names ${String(columns.length)} columns`;
      return this.refuse({ line, column: null, reason });
    }
    const values: Values = {};
    for (let at = 0; at < columns.length; at++) values[columns[at] ?? 'note'] = unescapeCsvFormula(cells[at] ?? '');
    const key = keyOf(values);
    if (typeof key === 'string') return this.refuse({ line, column: null, reason: key });
    const parsed = rowSchema.safeParse({ ...fieldsOf(values), ...key });
    if (!parsed.success) return this.refuse({ line, ...faultOf(parsed.error, key.kind) });
    const { gateway, kind, pattern } = parsed.data;
    const about = entryKey({ gateway, kind, pattern });
    const former = this.lineOf.get(about);
    if (former !== undefined) {
      return this.refuse({ line, column: key.kind, reason: `duplicate of line ${String(former)}` });
    }
    this.lineOf.set(about, line);
    this.taken.push(parsed.data);
    return undefined;
  }

  private refuse(refusal: RefusedRow): undefined {
    this.refused += 1;
    if (this.refusals.length < MAX_REFUSALS) this.refusals.push(refusal);
    return undefined;
  }
}

type Values = Partial<Record<InventoryColumn, string>>;

/** The subject of a row, or why it cannot be determined. */
function keyOf(values: Values): Pick<ImportRow, 'kind' | 'pattern'> | string {
  const { matchkey = '', iface = '' } = values;
  if (matchkey !== '' && iface !== '') return 'both matchkey and iface are set: a row is for one of them';
  if (matchkey !== '') return { kind: 'matchkey', pattern: matchkey };
  if (iface !== '') return { kind: 'iface', pattern: iface };
  return 'neither matchkey nor iface is set';
}

/** The content of a row; columns that the file does not have are left out, so that an entry's values there stay. */
function fieldsOf({ gateway, name, site, peer, note, priority }: Values): Record<string, string | null | undefined> {
  const fields: Record<string, string | null | undefined> = { gateway: gateway || '*', name };
  if (site !== undefined) fields['site'] = site;
  if (peer !== undefined) fields['peer'] = peer;
  if (note !== undefined) fields['note'] = note;
  if (priority !== undefined) fields['priority'] = priority.trim().toLowerCase() || null;
  return fields;
}

function faultOf(error: z.ZodError, kind: ImportRow['kind']): Pick<RefusedRow, 'column' | 'reason'> {
  const [issue] = error.issues;
  const path = String(issue?.path[0] ?? '');
  const column = path === 'pattern' ? kind : path;
  if (column === 'priority') return { column, reason: 'one of urgent, high, medium, low, or empty' };
  return { column, reason: issue?.message ?? 'is not valid' };
}
