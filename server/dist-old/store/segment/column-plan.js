/** What a column's numbers are predicted from. */
export const PREDICTORS = {
    /** The row before. */
    previous: 0,
    /** The row before of the same subject, or nothing. */
    subject: 1,
    /** The column before: a window's base lies near the sequence number. */
    neighbour: 2,
    /** The event's time in the unit of the value; the first difference, such as a time zone, is kept apart. */
    time: 3,
    /** The value is the subject's name. */
    name: 4,
};
/** How a column's differences are written. */
export const CODERS = {
    /** All are zero. */
    none: 0,
    /** Rice codes. */
    rice: 1,
    /** Rice codes for the first row of each subject; all others are zero. */
    firsts: 2,
    /** Varints, deflated with the rest of the block: for few values that come again and again. */
    bytes: 3,
};
//# sourceMappingURL=column-plan.js.map