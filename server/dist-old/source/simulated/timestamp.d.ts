/** `2026-02-10 17:37:13`, UTC. */
export declare const bracketTime: (atMs: number) => string;
/** `Feb 10 17:37:13`, UTC; the day is padded with a space (RFC 3164 section 4.1.2). */
export declare const bsdTime: (atMs: number) => string;
/** `Oct 20 2026 09:45:23`, UTC. */
export declare const bsdTimeWithYear: (atMs: number) => string;
/** `2026-02-10T18:57:45.970+01:00`. */
export declare function isoMillis(atMs: number): string;
/** `2026-02-10T18:57:45.970123+01:00`. */
export declare function isoMicros(atMs: number): string;
