import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import type { UnmatchedPattern } from '../source/file/file-set.js';
/**
 * Patterns that match no file, as sources of their own: somebody has asked for them, and must see that they bring
 * nothing yet. They go away when a file appears. Their ids are below 0, so that they are nobody else's.
 */
export declare class WaitingPatterns {
    private readonly ids;
    private readonly told;
    /** What has changed since the last call: patterns that wait now, and the ids of those that wait no longer. */
    changes(unmatched: readonly UnmatchedPattern[]): {
        sources: SourceHealth[];
        gone: number[];
    };
    private idOf;
}
