import type { Response } from 'express';
import { csvRow } from './csv.js';
import type { LimitReports } from '../../limits/limit-watch.js';
import { writeTo } from '../stalled-download.js';

interface ExportedRows<Column extends string> {
  format: 'csv' | 'ndjson';
  /** Sets the file name of the download. */
  name: string;
  columns: readonly Column[];
  rows: AsyncIterable<Record<Column, string | number | null>>;
  limits: LimitReports;
}

/** Sends rows as CSV or as one JSON object per line, as fast as the client reads them. */
export async function sendRows<Column extends string>(
  response: Response,
  exported: ExportedRows<Column>,
): Promise<void> {
  const { format, name, columns, rows, limits } = exported;
  response.attachment(`tunnelwatch-${name}.${format}`);
  response.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8');
  if (format === 'csv') response.write(csvRow(columns));
  for await (const row of rows) {
    const text = format === 'csv' ? csvRow(columns.map((column) => row[column])) : `${JSON.stringify(row)}\n`;
    if (!(await writeTo(response, text, limits))) return;
  }
  response.end();
}
