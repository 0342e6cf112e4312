import type { presentEvent } from './present.js';
type PresentedEvent = ReturnType<typeof presentEvent>;
/** The first line of a CSV export (RFC 4180). */
export declare function csvHeader(): string;
/** One event as a line of CSV. */
export declare function csvLine(event: PresentedEvent): string;
/** A line of CSV (RFC 4180); null becomes an empty cell. */
export declare function csvRow(values: readonly (string | number | null)[]): string;
export {};
