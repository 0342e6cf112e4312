import type { Gateway } from './gateway.js';
import type { Random } from './random.js';
import { InboundSa, OutboundSa } from './security-association.js';
/** One IPsec tunnel of a gateway with both of its SAs. */
export interface Tunnel {
    readonly gateway: Gateway;
    /** Opaque token that the gateway logs, unique within the gateway. */
    readonly matchkey: string;
    readonly iface: string;
    readonly localIp: string;
    readonly peerIp: string;
    /** Network behind the peer. */
    readonly network: string;
    readonly spi: number;
    readonly inbound: InboundSa;
    readonly outbound: OutboundSa;
    /** True while an incident has it for itself, so that two causes never mix in one tunnel. */
    isClaimed: boolean;
}
interface TunnelSettings {
    gateway: Gateway;
    /** Number of the tunnel within its gateway, from 0. */
    index: number;
    matchkey: string;
    startMs: number;
    /** True when all SAs are new at the start, as after a restart of the gateway. */
    isFresh: boolean;
}
/** Makes a tunnel whose SAs have been running for a while at the start, unless they are to be fresh. */
export declare function createTunnel(settings: TunnelSettings, random: Random): Tunnel;
export {};
