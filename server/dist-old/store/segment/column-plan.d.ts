/** What a column's numbers are predicted from. */
export declare const PREDICTORS: {
    /** The row before. */
    readonly previous: 0;
    /** The row before of the same subject, or nothing. */
    readonly subject: 1;
    /** The column before: a window's base lies near the sequence number. */
    readonly neighbour: 2;
    /** The event's time in the unit of the value; the first difference, such as a time zone, is kept apart. */
    readonly time: 3;
    /** The value is the subject's name. */
    readonly name: 4;
};
export type Predictor = (typeof PREDICTORS)[keyof typeof PREDICTORS];
/** How a column's differences are written. */
export declare const CODERS: {
    /** All are zero. */
    readonly none: 0;
    /** Rice codes. */
    readonly rice: 1;
    /** Rice codes for the first row of each subject; all others are zero. */
    readonly firsts: 2;
    /** Varints, deflated with the rest of the block: for few values that come again and again. */
    readonly bytes: 3;
};
export type Coder = (typeof CODERS)[keyof typeof CODERS];
/** How a column was found to be shortest, and on how many rows: a column of a few rows does not decide for ever. */
export interface ColumnPlan {
    predictor: Predictor;
    isBytes: boolean;
    decidedOn: number;
    rowsSince: number;
}
