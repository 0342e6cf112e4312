import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { StoredRecord } from '../../core/past-record.js';

export interface MinuteRecorderOptions {
  /** The monitor's own state as the screens show it now. */
  record: () => StoredRecord['record'];
  keep: (record: StoredRecord) => void;
  clock: () => number;
}

/** Records the monitor's own state at the beginning of each minute; returns a function that stops it. */
export function recordMinutes({ record, keep, clock }: MinuteRecorderOptions): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(
      () => {
        const now = clock();
        // A timer fires a little late: the record is for the minute that has begun.
        keep({ at: Math.floor(now / MINUTE_MS) * MINUTE_MS, record: record() });
        wait();
      },
      MINUTE_MS - (clock() % MINUTE_MS),
    );
    timer.unref();
  };
  // Once at startup too, so that the first minute of a run is marked as one.
  keep({ at: clock(), record: record() });
  wait();
  return () => {
    clearTimeout(timer);
  };
}
