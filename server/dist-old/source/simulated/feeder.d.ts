export interface DemoGatewayOptions {
    /** Folder of the log; made when it is missing. */
    directory: string;
    seed: number;
    /** The time now, epoch ms. */
    clock: () => number;
    /** Called when writing fails and once more when it works again (with undefined); the demo retries by itself. */
    onError?: (error: Error | undefined) => void;
}
export interface DemoGateway {
    /** The log that a source should tail. */
    files: string[];
    /** Writes what is due, and closes the file. */
    stop(): Promise<void>;
}
/**
 * Runs the gateways of the demo: a real, rotated log file that grows at wall-clock pace with bursts, calm and all kinds
 * of failures. A new file first gets an hour of history, so that charts have something to show; an existing one is
 * continued, with new SAs, as after a restart of the gateways. A Critical comes within the first minute and then about
 * every ten minutes. Rejects when the file cannot be opened.
 */
export declare function startDemoGateway(options: DemoGatewayOptions): Promise<DemoGateway>;
