import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import type { ReadableStore } from './queries.js';
/** A reading store whose work is done in a thread of its own. */
export declare class ThreadedReader implements ReadableStore {
    private readonly worker;
    private readonly pending;
    private nextId;
    /** @param onDamage told of every segment that was left out of an answer */
    constructor(dataDirectory: string, onDamage: (damage: SegmentDamage) => void);
    readonly modelSeed: ReadableStore['modelSeed'];
    readonly newestTime: ReadableStore['newestTime'];
    readonly countEvents: ReadableStore['countEvents'];
    readonly listEvents: ReadableStore['listEvents'];
    readonly classBuckets: ReadableStore['classBuckets'];
    readonly series: ReadableStore['series'];
    readonly listAlerts: ReadableStore['listAlerts'];
    readonly alertsSince: ReadableStore['alertsSince'];
    readonly listMembers: ReadableStore['listMembers'];
    readonly ruleCounts: ReadableStore['ruleCounts'];
    readonly listAudit: ReadableStore['listAudit'];
    readonly dueEntries: ReadableStore['dueEntries'];
    readonly outboxSummary: ReadableStore['outboxSummary'];
    close(): Promise<void>;
    private ask;
    private failAll;
}
