/**
 * Text that a spreadsheet would take for a formula: it skips blanks in front, and takes full-width signs for the plain ones.
 * Also after apostrophes of its own, so that escaping can be undone.
 */
const FORMULA = /^'*(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;
const DEFUSED = /^'+(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;

/** A text as a CSV cell: what a spreadsheet would take for a formula is prefixed with an apostrophe. */
export function escapeCsvFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The original text of a cell; exactly the inverse of escaping. */
export function unescapeCsvFormula(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell;
}
