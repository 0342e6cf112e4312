import type { Random } from './random.js';
/** A security gateway as its log shows it. */
export interface Gateway {
    readonly index: number;
    /** Its configured name, without an HA suffix. */
    readonly name: string;
    /** Address that a receiver sees (RFC 5737). */
    readonly address: string;
    /** How far its clock is off, in whole milliseconds; positive is ahead. */
    readonly skewMs: number;
    readonly isHaPair: boolean;
    /** Name in the header of its lines: of an HA pair the member that is active now. */
    host: string;
    /** When the other member takes over, epoch ms; never for a single gateway. */
    switchAtMs: number;
}
/** Makes gateway number `index`; the first one of every simulation is an HA pair. */
export declare function createGateway(index: number, startMs: number, random: Random): Gateway;
/** Lets the other member of an HA pair take over when it is time: the master serves for hours, the slave for minutes. */
export declare function switchOver(gateway: Gateway, atMs: number, random: Random): void;
