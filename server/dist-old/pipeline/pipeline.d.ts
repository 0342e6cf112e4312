import type { StoreState, WritableStore } from '../store/store.js';
import type { PipelineOptions } from './pipeline-options.js';
import type { ToPipeline } from './messages.js';
/** The loop of the pipeline thread: look at the sources, commit, tell, wait. It alone has the store written to. */
export declare class Pipeline {
    private readonly store;
    private readonly options;
    private readonly ingest;
    private readonly alerts;
    private readonly desk;
    private readonly files;
    private readonly syslog;
    private readonly watch;
    private readonly rates;
    private readonly diagnosis;
    private readonly report;
    private readonly patterns;
    private readonly jobs;
    private replies;
    private lastCommit;
    private lastReport;
    private storeError;
    private isStopping;
    private endWaiting;
    private readonly stopped;
    /** What happened while nobody was pausing ends the next pause at once. */
    private isWoken;
    private endPause;
    /** Commits on their way, in order; the last one settles when all are durable. */
    private commits;
    private lastDone;
    private failure;
    /** @param state what `store.load()` gave */
    constructor(store: WritableStore, state: StoreState, options: PipelineOptions);
    private listen;
    /** Takes a message from the main thread. */
    receive(message: ToPipeline): void;
    private stop;
    /** Takes what the store says of itself: why it cannot store for now, or null when it can again. */
    setStoreError(message: string | null): void;
    /** Runs until it is told to stop; then everything read is committed and the store is closed. */
    run(): Promise<void>;
    /** One look at every source; true when there may be more at once. */
    private look;
    /** Senders are told of the end, and what they have sent by then is stored, as long as the store takes it. */
    private finishListening;
    private readFiles;
    /** Hands over what is full, and waits while the store is behind: what is read but not stored stays bounded. */
    private handOver;
    /** A commit takes what has come while the one before was on its way, so that a burst makes few large ones. */
    private commitWhenDue;
    /** Begins a commit of all that was taken; its outcome is told when it is durable. */
    private commit;
    /** The store's thread has ended, or something in it is broken: there is no going on. */
    private failIfBroken;
    private moment;
    private reportSources;
    /** While the store refuses nothing is read, so that it is we who are silent. */
    private watchConditions;
    private wake;
    private pause;
}
