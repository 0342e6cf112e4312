import type { TunnelDiagnosis, Verdict } from '@tunnelwatch/shared/diagnosis';
import { type Drop } from './drop.js';
import { EdgeEvidence } from './edge-evidence.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { TunnelAnalysis } from './tunnel-analysis.js';
/** What a diagnosis of a stretch of time is made from. Times are epoch ms. */
export interface RangeToDiagnose {
    from: number;
    to: number;
    /** Events of the tunnel in the time. */
    events: number;
    /** The newest of them, the oldest first. */
    drops: readonly Drop[];
    /** Tunnels of the gateway whose encryption or decryption failed in the last minutes of the time. */
    cryptoTunnels: number;
}
/** What the events of one tunnel within a time are consistent with. */
export declare function diagnoseRange(range: RangeToDiagnose, settings: DiagnosisSettings): TunnelDiagnosis;
/** What the last minutes of an analysis are consistent with. */
export declare function verdictsOf(analysis: TunnelAnalysis, edges: EdgeEvidence, cryptoTunnels: number, settings: DiagnosisSettings): Verdict[];
