import type { Response } from 'express';
import { csvRow } from './csv.js';
import { once } from 'node:events';

interface ExportedRows<Column extends string> {
  format: 'csv' | 'ndjson';
  /** Sets the file name of the download. */
  name: string;
  columns: readonly Column[];
  rows: AsyncIterable<Record<Column, string | number | null>>;
}

/** Sends rows as CSV or as one JSON object per line, as fast as the client reads them. */
export async function sendRows<Column extends string>(
  response: Response,
  exported: ExportedRows<Column>,
): Promise<void> {
  const { format, name, columns, rows } = exported;
  response.attachment(`tunnelwatch-${name}.${format}`);
  response.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8');
  if (format === 'csv') response.write(csvRow(columns));
  for await (const row of rows) {
    const text = format === 'csv' ? csvRow(columns.map((column) => row[column])) : `${JSON.stringify(row)}\n`;
    if (!(await writeTo(response, text))) return;
  }
  response.end();
}

/** Writes as fast as the client reads; false when it has gone away. */
export async function writeTo(response: Response, text: string): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.write(text)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  return !response.destroyed;
}
