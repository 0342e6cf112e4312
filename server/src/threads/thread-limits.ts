/**
 * Limits of the threads that read and write. Their objects are many and short-lived: a small space for young ones is
 * swept in no time, and the usual one would be filled before it is swept, some 40 MB a thread.
 */
export const BUSY_THREAD_LIMITS = { maxYoungGenerationSizeMb: 6 } as const;
