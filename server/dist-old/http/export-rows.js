import { once } from 'node:events';
import { csvRow } from './csv.js';
/** Sends rows as CSV or as one JSON object a line, as fast as the client reads them. */
export async function sendRows(response, exported) {
    const { format, name, columns, rows } = exported;
    response.attachment(`tunnelwatch-${name}.${format}`);
    response.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8');
    if (format === 'csv')
        response.write(csvRow(columns));
    for await (const row of rows) {
        if (response.destroyed)
            return;
        const text = format === 'csv' ? csvRow(columns.map((column) => row[column])) : `${JSON.stringify(row)}\n`;
        if (!response.write(text))
            await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
}
//# sourceMappingURL=export-rows.js.map