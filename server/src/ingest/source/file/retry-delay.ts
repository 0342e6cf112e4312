const FIRST_MS = 500;
const MAX_MS = 10_000;

/** How long to wait before what has failed so often in a row, at least once, is tried again: twice as long each time. */
export function retryDelayMs(failures: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** (failures - 1));
}
