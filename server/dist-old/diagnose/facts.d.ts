import type { Edge } from '@tunnelwatch/shared/diagnosis';
import type { RecentDrops } from './recent-drops.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SpanCounts } from './span-counts.js';
/** What a rule judges: the drops of some minutes of a tunnel. */
export interface TunnelFacts {
    counts: SpanCounts;
    /** Packets a second of the peer; undefined where nothing tells. */
    rate: number | undefined;
    edge: Edge['finding'];
    /** The window that the newest drop named, packets; 0 where none did. */
    windowSize: number;
    recent: RecentDrops;
    /** Tunnels of the gateway whose encryption or decryption failed in the same time, this one included. */
    cryptoTunnels: number;
    settings: DiagnosisSettings;
}
/** The largest window that may be the answer; as long as the edge is not known, each lag may be a window too long. */
export declare function largestFitting({ edge, windowSize, settings }: TunnelFacts): number;
/** Late packets by how late they were. */
export interface LateTimes {
    short: number;
    middle: number;
    long: number;
    /** Their time is not known: no rate. */
    undated: number;
}
/** Late packets by time; those from before a rate was known are dated by the one that is known now. */
export declare function lateTimes({ counts, rate, settings }: TunnelFacts): LateTimes;
