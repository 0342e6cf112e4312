import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { NameCache } from './name-cache.js';
import type { SegmentTable } from './segments/segment-table.js';

/** What every query is answered from: rows of new events, segments of older ones, and names. */
export interface ReadContext {
  database: DatabaseSyncInstance;
  names: NameCache;
  segments: SegmentTable;
  /** Called every so often by what may take long. @throws QueryInterrupted when the query is to end early */
  checkpoint: () => void;
}
