import type { Listener, ListenerParts } from './listener.js';
/** Takes syslog over TCP (RFC 6587) and TLS (RFC 5425). */
export declare class StreamListener implements Listener {
    private readonly parts;
    readonly receiveBufferBytes: null;
    private server;
    private gate;
    private ticker;
    private readonly places;
    private readonly isAllowed;
    private isFinishing;
    private onEmpty;
    constructor(parts: ListenerParts);
    get connections(): number;
    open(): Promise<void>;
    hold(isHolding: boolean): void;
    readKernel(): void;
    finish(): Promise<void>;
    private get receivedChunks();
    private untilEmpty;
    close(): void;
    private accept;
    /** A socket whose bytes are lines from now on. */
    private begin;
    /** True when there is a place; one that never said anything is given to the next who comes. */
    private makeRoom;
    private endSilent;
    private remove;
    private tick;
    private countRefused;
    private refuseSender;
}
