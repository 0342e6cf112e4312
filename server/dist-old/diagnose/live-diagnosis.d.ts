import type { TunnelVerdict, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { Drop } from './drop.js';
/** Causes that somebody may be behind: named at once, whatever was named before. */
export declare const ALARMING: ReadonlySet<VerdictName>;
/** A verdict on a tunnel that is new, or gone (null). */
export interface VerdictChange {
    subjectId: number;
    verdict: TunnelVerdict | null;
    /** Drops that were looked at. */
    drops: number;
}
/**
 * Follows the drops of all tunnels as they arrive and says what those of the last minutes are consistent with. Tunnels
 * that have gone quiet are forgotten, so that memory is that of the tunnels with drops of late. Pure: it is told the time.
 */
export declare class LiveDiagnosis {
    private readonly settings;
    private readonly followed;
    private readonly gateways;
    private readonly waiting;
    private sweep;
    constructor(settings: DiagnosisSettings);
    /** Tunnels that are followed now. */
    get size(): number;
    /** Takes a drop that has just arrived. */
    add(subjectId: number, gateway: string, drop: Drop, now: number): void;
    /** Judges tunnels with new drops, those that have waited longest first, and forgets quiet ones. Call it once a second. */
    look(now: number): VerdictChange[];
    private judge;
    private forgetQuiet;
    private cryptoTunnels;
    private evidenceOf;
}
