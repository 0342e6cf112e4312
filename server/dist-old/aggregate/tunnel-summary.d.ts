import type { Silence } from '@tunnelwatch/shared/source-health';
import type { Gateway, Tunnel, WorstTunnel } from '@tunnelwatch/shared/tunnel';
import type { GatewayEntry, LiveModel, TunnelEntry } from './live-model.js';
/** A tunnel in short, as of a reference time (epoch ms). */
export declare function summariseTunnel({ gateway, matchkey, activity, verdict }: TunnelEntry, referenceTime: number): Tunnel;
/** What a gateway's own messages do not say: signs of life. */
export interface GatewayLife {
    members: readonly string[];
    lastArrival: number | null;
    skewMs: number | null;
    silence: Silence | null;
}
/** A gateway in short, as of a reference time (epoch ms). */
export declare function summariseGateway({ gateway, activity, tunnels }: GatewayEntry, life: GatewayLife | undefined, referenceTime: number): Gateway;
/** The tunnels with most events of a class in the activity window, worst first, with one point a minute. */
export declare function worstTunnels(model: LiveModel, classIndex: number, referenceTime: number, most: number): WorstTunnel[];
