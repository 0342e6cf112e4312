/** What a column's numbers are predicted from. */
export const PREDICTORS = {
  /** The previous row. */
  previous: 0,
  /** The previous row of the same subject, or zero. */
  subject: 1,
  /** The previous column: a window's base lies near the sequence number. */
  neighbour: 2,
  /** The event's time in the unit of the value; the first difference, such as a time zone, is stored separately. */
  time: 3,
  /** The value is the subject's name. */
  name: 4,
} as const;

export type Predictor = (typeof PREDICTORS)[keyof typeof PREDICTORS];

/** How a column's differences are written. */
export const CODERS = {
  /** All are zero. */
  none: 0,
  /** Rice codes. */
  rice: 1,
  /** Rice codes for the first row of each subject; all others are zero. */
  firsts: 2,
  /** Varints, deflated with the rest of the block: for few values that keep recurring. */
  bytes: 3,
} as const;

export type Coder = (typeof CODERS)[keyof typeof CODERS];

/** The shortest encoding found for a column, and how many rows it was based on: a few rows do not decide for ever. */
export interface ColumnPlan {
  predictor: Predictor;
  isBytes: boolean;
  decidedOn: number;
  rowsSince: number;
}

/** The time in the unit of a stamp with that many decimals (0 for whole seconds); both ends work it out alike. */
export function timeInUnit(timeMs: number, decimals: number): number {
  return decimals >= 3 ? timeMs * 10 ** (decimals - 3) : Math.floor(timeMs / 10 ** (3 - decimals));
}
