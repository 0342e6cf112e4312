import type { ListenerSettings } from '../config/settings.js';
import type { SyslogLimits } from '../config/syslog-schema.js';
import type { TailBlock } from '../source/syslog/line-tail.js';
import type { SourceRecord } from '../store/store.js';
import type { Ingest } from './ingest.js';
import { ListenerReader } from './listener-reader.js';
export interface SyslogReadingParts {
    ingest: Ingest;
    listeners: readonly ListenerSettings[];
    limits: SyslogLimits;
    maxLineBytes: number;
    /** Tails of all senders as they are stored. */
    stored: readonly TailBlock[];
    clock: () => number;
    onChange: () => void;
    onWarning: (message: string) => void;
}
/** Joins the listeners to the ingest: one source a listener, named by its URL. */
export declare class SyslogReading {
    private readonly parts;
    private readonly queue;
    private readonly entries;
    private lastWake;
    private wakeTimer;
    constructor(parts: SyslogReadingParts);
    /** Reads what was received, up to a bound; true when more waits. */
    look(now: number): boolean;
    /** Tails that changed since the last call, for the transaction that stores the lines behind them. */
    takeChanges(): TailBlock[];
    /** Every listener as it is now, with the record that its lines are counted in. */
    listening(): {
        source: SourceRecord;
        reader: ListenerReader;
    }[];
    /**
     * Ends in order: senders are told, and what they have sent is still read, for about a second.
     * @param onLook called after each look, to commit what it read; false ends it at once
     */
    finish(onLook: () => Promise<boolean>): Promise<void>;
    /** Ends at once. */
    close(): void;
    private join;
    private tellSmallBuffer;
    private wakeSoon;
}
