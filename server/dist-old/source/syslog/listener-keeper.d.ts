import type { Listener, ListenerParts } from './listener.js';
export interface ListenerKeeperParts extends Omit<ListenerParts, 'onFailure'> {
    onWarning: (message: string) => void;
}
/** Keeps one listener open: what fails is said with its remedy and tried again, ever more slowly. */
export declare class ListenerKeeper {
    private readonly parts;
    state: 'starting' | 'listening' | 'degraded';
    lastError: string | null;
    /** The listener while it is open. */
    listener: Listener | undefined;
    private retryMs;
    private retryTimer;
    private isClosed;
    constructor(parts: ListenerKeeperParts);
    /** Begins to listen; never throws. */
    start(): void;
    hold(isHolding: boolean): void;
    /** Ends in order. */
    finish(): Promise<void>;
    /** Ends at once. */
    close(): void;
    private listen;
    private fail;
}
