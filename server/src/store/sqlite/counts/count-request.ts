import type { StoredFilter } from '../../queries.js';

/** What events are counted by beside time and kind. */
export type CountKey = 'none' | 'subject' | 'gateway';

/** What to count. */
export interface CountRequest {
  filter: StoredFilter;
  /** Epoch ms; bucket 0 begins here. */
  from: number;
  to: number;
  stepMs: number;
  key: CountKey;
  /** Whether counts of different kinds are kept apart. */
  isByKind: boolean;
  /** Just these subjects, instead of those that the filter names. */
  subjects?: readonly number[];
  /** Just events with higher numbers than this. */
  afterSeq?: number;
}
