import type { StoredFilter } from '../../queries.js';

/** The dimension that events are counted by, besides time and kind. */
export type CountKey = 'none' | 'subject' | 'gateway';

/** What to count. */
export interface CountRequest {
  filter: StoredFilter;
  /** Epoch ms; bucket 0 begins here. */
  from: number;
  to: number;
  stepMs: number;
  key: CountKey;
  /** Whether different kinds are counted separately. */
  isByKind: boolean;
  /** Only these subjects and those shown as them, instead of those that the filter names. */
  subjects?: readonly number[];
  /** Only these kinds, instead of those that the filter names. */
  kinds?: readonly number[];
  /** Only events with higher numbers than this. */
  afterSeq?: number;
}
