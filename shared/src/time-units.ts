/** Lengths of time in milliseconds, the unit of every time and duration here. A day is 24 hours, whatever a calendar makes of it. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
