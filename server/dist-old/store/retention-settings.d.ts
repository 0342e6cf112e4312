/** How much a store keeps, as it is configured. */
export interface RetentionSettings {
    /** Events older than this go, milliseconds; null keeps all. */
    maxAgeMs: number | null;
    /** Beyond this many bytes the oldest events go; `auto` is half of the disk, null is without a limit. */
    maxBytes: number | 'auto' | null;
}
