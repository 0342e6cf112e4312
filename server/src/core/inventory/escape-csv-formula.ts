/** What a spreadsheet would take for a formula; behind apostrophes of its own too, so that the defusing can be undone. */
const FORMULA = /^'*[=+\-@\t\r\n]/;
const DEFUSED = /^'+[=+\-@\t\r\n]/;

/** A text as a cell of CSV: what a spreadsheet would take for a formula gets an apostrophe in front. */
export function defused(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text behind a cell; exactly the inverse of `defused`. */
export function undefused(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell;
}
