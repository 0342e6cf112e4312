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
];
/** The first line of a CSV export (RFC 4180). */
export function csvHeader() {
    return `${COLUMNS.join(',')}\r\n`;
}
/** One event as a line of CSV. */
export function csvLine(event) {
    return csvRow(COLUMNS.map((column) => (column === 'parameters' ? parametersText(event.parameters) : event[column])));
}
/** A line of CSV (RFC 4180); null becomes an empty cell. */
export function csvRow(values) {
    return `${values.map((value) => cell(value === null ? '' : String(value))).join(',')}\r\n`;
}
function parametersText(parameters) {
    return Object.entries(parameters)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ');
}
/**
 * A cell, quoted. What a spreadsheet would take for a formula (it begins with = + - @, a tab or a line end) gets an
 * apostrophe in front: log lines are hostile text.
 */
function cell(value) {
    const defused = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
    return `"${defused.replaceAll('"', '""')}"`;
}
//# sourceMappingURL=csv.js.map