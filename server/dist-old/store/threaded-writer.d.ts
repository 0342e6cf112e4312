import type { Storage } from '@tunnelwatch/shared/storage';
import { EventColumns } from './event-columns.js';
import { type Batch, type Committed, type EventPart, StoreError, type StoreState, type WritableStore } from './store.js';
import type { Removal } from './sqlite/maintenance/removal.js';
import type { RetentionSettings } from './retention-settings.js';
/** How much is kept, and who is told of it. */
export interface UpkeepListener {
    retention: RetentionSettings;
    /** Told after it is durable. */
    onRemoved: (removal: Removal) => void;
    onStorage: (storage: Storage) => void;
    /** Told why upkeep had to stop; it is tried again in a minute. */
    onFailure: (reason: string) => void;
}
/** A writing store whose work is done in a thread of its own. Columns lie in shared memory and are used again and again. */
export declare class ThreadedWriter implements WritableStore {
    private readonly onRefused;
    private readonly upkeep;
    private readonly worker;
    private readonly byNumber;
    private readonly free;
    private readonly commits;
    private readonly underway;
    private waitingForRoom;
    private sentShapes;
    private sentCount;
    private failure;
    private loading;
    private readonly loaded;
    private readonly ended;
    /** @param onRefused told why a batch cannot be stored for now, and undefined when it was stored at last */
    constructor(dataDirectory: string, onRefused: (error: StoreError | undefined) => void, upkeep: UpkeepListener);
    load(): Promise<StoreState>;
    columns(): EventColumns;
    add({ columns, shapes, words, subjects, kinds }: EventPart): void;
    commit({ parts, ...rest }: Batch): Promise<Committed>;
    ready(): Promise<void>;
    close(): Promise<void>;
    private send;
    private receive;
    private takeBack;
    private letGoOn;
    private fail;
}
