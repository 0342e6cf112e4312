import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { StoredRecord } from '../../core/past-record.js';

export interface MinuteRecorderOptions {
  /** What the screens show of the monitor itself now. */
  record: () => StoredRecord['record'];
  keep: (record: StoredRecord) => void;
  clock: () => number;
}

/** Has what is known of the monitor itself kept at the beginning of each minute; gives what ends it. */
export function recordMinutes({ record, keep, clock }: MinuteRecorderOptions): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(
      () => {
        const now = clock();
        // A timer comes a little late: the record is that of the minute that has begun.
        keep({ at: Math.floor(now / MINUTE_MS) * MINUTE_MS, record: record() });
        wait();
      },
      MINUTE_MS - (clock() % MINUTE_MS),
    );
    timer.unref();
  };
  // At once too: the first minute of a run is known to be one.
  keep({ at: clock(), record: record() });
  wait();
  return () => {
    clearTimeout(timer);
  };
}
