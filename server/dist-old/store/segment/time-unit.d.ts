/** The time in the unit of a stamp with that many decimals (0 for whole seconds); both ends work it out alike. */
export declare function timeInUnit(timeMs: number, decimals: number): number;
