import type { TunnelVerdict, Verdict, VerdictGroup } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
/** A tunnel with what its drops are consistent with. */
export interface JudgedTunnel {
    matchkey: string;
    verdict: TunnelVerdict;
    /** False where it failed as much before: then its verdict is of a new look, as after a restart, and not of a new cause. */
    hasBegun: boolean;
}
/** What is known of a gateway. */
export interface GatewayFacts {
    tunnels: readonly JudgedTunnel[];
    /** Events of the last minutes by the number of their message. */
    messages: ReadonlyMap<number, number>;
    settings: DiagnosisSettings;
}
/** Tunnels by what their drops are consistent with, the largest group first. */
export declare function groupVerdicts(tunnels: readonly JudgedTunnel[]): VerdictGroup[];
/** What the tunnels of a gateway share, and what its messages about no tunnel tell; empty where that is nothing. */
export declare function diagnoseGateway(facts: GatewayFacts): Verdict[];
