/** The years 0000 to 9999, which is all that ISO 8601 in its usual form can express; times beyond come from hostile stamps. */
const MIN_MS = Date.parse('0000-01-01T00:00:00Z');
const MAX_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Epoch milliseconds as ISO 8601 in UTC. */
export function iso(time: number): string {
  return new Date(Math.min(Math.max(time, MIN_MS), MAX_MS)).toISOString();
}

/** As `iso`, for a time that may be missing. */
export function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time);
}
