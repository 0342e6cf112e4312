import type { MemorySettings } from '@tunnelwatch/shared/alert-rules';
import type { RateSeries } from './rate-windows.js';
/** What a gateway has said of its memory. */
export interface MemoryFacts {
    /** Counts of 632 of the gateway itself, and of 579 of each of its tunnels. */
    lowMemory: readonly RateSeries[];
    resizes: readonly RateSeries[];
}
/** A gateway that cut its database of associations (632), or often could not enlarge a buffer (579) [ALM-36]. 633 is a message of its own. */
export declare function isShortOfMemory({ lowMemory, resizes }: MemoryFacts, now: number, settings: MemorySettings): boolean;
/** Over when none of these came for the quiet time; `now` is a minute since the epoch. */
export declare function isMemoryOver({ lowMemory, resizes }: MemoryFacts, now: number, { quietMinutes }: MemorySettings): boolean;
