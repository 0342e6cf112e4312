/** The configured limits of a store. */
export interface RetentionSettings {
  /** Events older than this are removed, milliseconds; null keeps all. */
  maxAgeMs: number | null;
  /** Beyond this many bytes the oldest events are removed; `auto` is half of the disk, null means no limit. */
  maxBytes: number | 'auto' | null;
}
