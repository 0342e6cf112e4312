import { EVENT_COLUMNS } from '../../export/event-rows.js';
import { ROW_FORMATS } from '../../export/row-format.js';
import type { presentEvent } from '../present.js';

type PresentedEvent = ReturnType<typeof presentEvent>;

/** The first line of a CSV export (RFC 4180). */
export function csvHeader(): string {
  return `${EVENT_COLUMNS.join(',')}\r\n`;
}

/** One event as a line of CSV. */
export function csvLine(event: PresentedEvent): string {
  return csvRow(EVENT_COLUMNS.map((column) => valueOf(event, column)));
}

function valueOf(event: PresentedEvent, column: (typeof EVENT_COLUMNS)[number]): string | number | null {
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
  return `${values.map(ROW_FORMATS.csv.cell).join(',')}\r\n`;
}

function parametersText(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
