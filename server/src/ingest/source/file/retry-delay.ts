const FIRST_MS = 500;
const MAX_MS = 10_000;

/** The delay before a retry after this many consecutive failures, at least one: it doubles each time. */
export function retryDelayMs(failures: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** (failures - 1));
}
