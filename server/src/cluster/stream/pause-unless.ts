import { setTimeout as pause } from 'node:timers/promises';

/** Waits, and no longer than until the signal is given: whoever waits looks for that next. */
export async function pauseUnless(ms: number, signal?: AbortSignal): Promise<void> {
  await pause(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
