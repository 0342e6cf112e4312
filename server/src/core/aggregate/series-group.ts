import type { EventClass } from '@tunnelwatch/shared/failure-class';

/** A group of a series: the fields that identify it are set, the others null. */
export interface SeriesGroup {
  gateway: string | null;
  matchkey: string | null;
  class: EventClass | null;
  messageId: number | null;
  total: number;
  /** Counts by bucket. */
  counts: number[];
}
