/**
 * Limits of the threads that read and write. Their objects are many and short-lived: a small young generation is
 * collected in no time, and the default one would fill up before it is collected, about 40 MB per thread. Below 2 GB of old
 * generation, V8 lets it grow to twice what is in use before it is collected, and to four times that from there on.
 */
export const BUSY_THREAD_LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 2000 } as const;

/**
 * Limits of the threads that answer questions. A search leaves far more behind than it holds, parts of segments above all; with the
 * default limits each such thread grows to five times what it uses before it is collected.
 */
export const READER_THREAD_LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 640 } as const;
