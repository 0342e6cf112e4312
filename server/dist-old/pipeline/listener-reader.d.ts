import type { ListenerCounts, ListenerHealth, Silence } from '@tunnelwatch/shared/source-health';
import type { ListenProtocol } from '../config/listen-url.js';
import type { InputQueue } from '../source/syslog/input-queue.js';
import type { ListenerKeeper } from '../source/syslog/listener-keeper.js';
import type { SourceReader } from './source-report.js';
/** What a listener tells of itself. The queue is that of all listeners: what waits in it may be of any. */
export declare class ListenerReader implements SourceReader {
    private readonly protocol;
    private readonly keeper;
    private readonly counts;
    private readonly queue;
    readonly offset = 0;
    readonly size: null;
    readonly bytesRead: null;
    /** The last look that left nothing in the queue. */
    readThroughAt: number | null;
    silence: Silence | null;
    listenerHealth: ListenerHealth;
    constructor(protocol: ListenProtocol, keeper: ListenerKeeper, counts: ListenerCounts, queue: InputQueue);
    get state(): 'starting' | 'reading' | 'idle' | 'degraded';
    get lastError(): string | null;
    get lagBytes(): number;
    get isBehind(): boolean;
    /** Asks the kernel for its drops. Call it about once a second. */
    update(): void;
    private healthNow;
}
