import { escapeCsvFormula } from '../../core/inventory/escape-csv-formula.js';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How rows are written: each column becomes a cell, and the cells a row. */
export interface RowFormat {
  /** What stands in front of the first row. */
  head: (columns: readonly string[]) => string;
  cell: (value: string | number | null) => string;
  number: (value: number) => string;
  /** A cell of named texts. */
  pairs: (pairs: readonly (readonly [string, string])[]) => string;
  /** `cells` by the names of the columns. */
  row: <Column extends string>(columns: readonly Column[], cells: Readonly<Record<Column, string>>) => string;
}

/** CSV (RFC 4180): every cell is quoted, and what a spreadsheet would take for a formula is escaped. */
const csv: RowFormat = {
  head: (columns) => `${columns.join(',')}\r\n`,
  cell: (value) => `"${escapeCsvFormula(value === null ? '' : String(value)).replaceAll('"', '""')}"`,
  number: (value) => `"${String(value)}"`,
  pairs: (pairs) => csv.cell(pairs.map(([name, value]) => `${name}=${value}`).join(' ')),
  row: (columns, cells) => `${columns.map((column) => cells[column]).join(',')}\r\n`,
};

/** One JSON object a line. */
const ndjson: RowFormat = {
  head: () => '',
  cell: (value) => JSON.stringify(value),
  number: String,
  // Object.fromEntries defines own properties, so a hostile name such as __proto__ stays an ordinary key.
  pairs: (pairs) => JSON.stringify(Object.fromEntries(pairs)),
  row: (columns, cells) => `{${columns.map((column) => `"${column}":${cells[column]}`).join(',')}}\n`,
};

export const ROW_FORMATS: Readonly<Record<ExportFormat, RowFormat>> = { csv, ndjson };
