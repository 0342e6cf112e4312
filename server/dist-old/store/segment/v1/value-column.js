/** How the values of one slot of one shape are written: each as the difference from something near it. */
export const COLUMN_MODES = {
    /** The value before it in this column. */
    previous: 0,
    /** The value before it in the same line: a window's base lies near the sequence number. */
    neighbour: 1,
    /** The last value of the same subject: sequence numbers rise by tunnel. */
    subject: 2,
    /** The event's time, in the unit of the value. */
    time: 3,
    /** Nothing is written: the value is the subject's name. */
    name: 4,
};
/** Reads a column that was written in that mode with the same context. */
export function readColumn(reader, rows, mode, context) {
    const { keys, neighbours, times } = context;
    const values = new Float64Array(rows);
    const last = mode === COLUMN_MODES.subject ? new Float64Array(context.subjectCount) : undefined;
    let before = 0;
    for (let row = 0; row < rows; row++) {
        const difference = reader.signed();
        const key = keys[row] ?? 0;
        if (mode === COLUMN_MODES.neighbour)
            before = neighbours?.[row] ?? 0;
        else if (mode === COLUMN_MODES.time)
            before = times[row] ?? 0;
        else if (last !== undefined)
            before = last[key] ?? 0;
        const value = difference + before;
        values[row] = value;
        if (last !== undefined)
            last[key] = value;
        before = value;
    }
    return values;
}
//# sourceMappingURL=value-column.js.map