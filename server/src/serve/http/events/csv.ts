import { escapeCsvFormula } from '../../../core/inventory/escape-csv-formula.js';
import type { presentEvent } from '../present.js';

type PresentedEvent = ReturnType<typeof presentEvent>;

const COLUMNS = [
  'seq',
  'time',
  'receivedTime',
  'gateway',
  'member',
  'matchkey',
  'iface',
  'messageId',
  'message',
  'severity',
  'class',
  'source',
  'parameters',
  'raw',
  'name',
  'site',
  'peer',
  'repeats',
] as const;

/** The first line of a CSV export (RFC 4180). */
export function csvHeader(): string {
  return `${COLUMNS.join(',')}\r\n`;
}

/** One event as a line of CSV. */
export function csvLine(event: PresentedEvent): string {
  return csvRow(COLUMNS.map((column) => valueOf(event, column)));
}

function valueOf(event: PresentedEvent, column: (typeof COLUMNS)[number]): string | number | null {
  switch (column) {
    case 'parameters':
      return parametersText(event.parameters);
    case 'name':
    case 'site':
    case 'peer':
      return event.inventory?.[column] ?? null;
    default:
      return event[column];
  }
}

/** A line of CSV (RFC 4180); null becomes an empty cell. */
export function csvRow(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => cell(value === null ? '' : String(value))).join(',')}\r\n`;
}

function parametersText(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** A cell, quoted; log lines are hostile text. */
function cell(value: string): string {
  return `"${escapeCsvFormula(value).replaceAll('"', '""')}"`;
}
