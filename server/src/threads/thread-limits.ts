/**
 * Limits of the threads that read and write. Their objects are many and short-lived: a small young generation is
 * collected in no time, and the default one would fill up before it is collected, about 40 MB per thread.
 */
export const BUSY_THREAD_LIMITS = { maxYoungGenerationSizeMb: 6 } as const;
