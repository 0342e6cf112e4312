import type { Response } from 'express';
interface ExportedRows<Column extends string> {
    format: 'csv' | 'ndjson';
    /** Names the file that browsers save. */
    name: string;
    columns: readonly Column[];
    rows: AsyncIterable<Record<Column, string | number | null>>;
}
/** Sends rows as CSV or as one JSON object a line, as fast as the client reads them. */
export declare function sendRows<Column extends string>(response: Response, exported: ExportedRows<Column>): Promise<void>;
export {};
