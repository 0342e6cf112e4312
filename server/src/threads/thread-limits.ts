/**
 * Limits of the thread that reads lines. Its objects are many and short-lived: a small young generation is
 * collected in no time, and the default one would fill up before it is collected, about 40 MB per thread. Below 2 GB of old
 * generation, V8 lets it grow to twice what is in use before it is collected, and to four times that from there on.
 */
export const LINE_THREAD_LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 2000 } as const;

/**
 * Limits of the threads that work on segments: searches, and the writer's merges. They leave far more behind than they hold;
 * with the default limits each such thread grows to five times what it uses before it is collected.
 */
export const SEGMENT_THREAD_LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 640 } as const;
