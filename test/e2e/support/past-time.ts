import { expect } from '@playwright/test';

const SECOND = 1000;
/** The last seconds cannot be shown as the past yet. */
const KEPT_BACK_MS = 4 * SECOND;

/** Waits until the second at hand is over, and gives its end as the address has it. */
export async function endOfSecond(): Promise<string> {
  const end = Math.ceil(Date.now() / SECOND) * SECOND;
  await until(end);
  return new Date(end).toISOString().replace('.000Z', 'Z');
}

/** Waits until the time machine shows a time of the address: it must lie far enough behind. */
export async function untilPast(at: string): Promise<void> {
  await until(Date.parse(at) + KEPT_BACK_MS);
}

/** Waits for a time of the clock, epoch ms: what is shown of the past must lie in it. */
async function until(time: number): Promise<void> {
  await expect.poll(() => Date.now() >= time, { intervals: [50], timeout: 10_000 }).toBe(true);
}
