/** The content of a chart as a table. */
export interface ChartTable {
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
  /** What is left out, or how to read it. */
  readonly note?: string;
}
