import type { LineSink } from './line-sink.js';
export interface SyslogTarget {
    /** Host name or address; an IPv6 address without brackets. */
    host: string;
    port: number;
}
/**
 * Sends each line as one UDP datagram. The name is looked up once. UDP tells nobody what got lost; where the system
 * reports that nothing listens there, `onUnreachable` is called once and sending goes on.
 * Rejects when the name is unknown.
 */
export declare function createSyslogSink(target: SyslogTarget, onUnreachable: () => void): Promise<LineSink>;
