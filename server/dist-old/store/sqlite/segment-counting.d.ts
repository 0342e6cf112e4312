import { type CountRow } from './count-sums.js';
import type { CountRequest } from './count-request.js';
import type { ReadContext } from './read-context.js';
import { type ScanFilter } from './segment-scan.js';
/**
 * Counts the events that a scan leaves in segments, by bucket, key and kind. A segment that lies in the range and in one
 * bucket is answered without its times, and without kinds from its directory alone.
 */
export declare function countInSegments(context: ReadContext, request: CountRequest, scan: ScanFilter): CountRow[];
