import type { Listener, ListenerParts } from './listener.js';
/** Takes syslog in datagrams (RFC 5426). */
export declare class UdpListener implements Listener {
    private readonly parts;
    readonly connections = 0;
    receiveBufferBytes: number | null;
    private socket;
    private readonly isAllowed;
    /** Drops of the present socket that are in the counts already. */
    private countedDrops;
    private received;
    constructor(parts: ListenerParts);
    open(): Promise<void>;
    hold(): void;
    readKernel(): void;
    finish(): Promise<void>;
    close(): void;
    private receive;
    private read;
}
