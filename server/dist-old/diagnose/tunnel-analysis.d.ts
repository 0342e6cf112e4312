import { CounterGauge } from './counter-gauge.js';
import type { DropKind, EdgeModel } from '@tunnelwatch/shared/diagnosis';
import { type Drop } from './drop.js';
import { EdgeEvidence } from './edge-evidence.js';
import { RecentDrops } from './recent-drops.js';
import { SaTrack } from './sa-track.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { SpanCounts } from './span-counts.js';
interface AnalysisOptions {
    /** What drops say of the edge, shared by the tunnels of a gateway; its own unless given. */
    edges?: EdgeEvidence;
    /** Which end of the window the base is; by that evidence unless given. */
    edge?: EdgeModel;
    /** Whether all drops are counted, and not only those of the last minutes. */
    keepsAll: boolean;
}
/** Takes the drops of one tunnel as they come and knows what they add up to: bounded, whatever comes. */
export declare class TunnelAnalysis {
    private readonly settings;
    readonly sa: SaTrack;
    /** Our own counter. */
    own: CounterGauge | undefined;
    ownHigh: number;
    ownLow: number;
    ownAt: number;
    isOwnEsn: boolean;
    private readonly edges;
    /** The newest drops, where all are kept. */
    readonly recent: RecentDrops;
    private lateNumbers;
    /** Windows that the drops named, the newest last. */
    readonly windowSizes: number[];
    /** All drops, and those of the present and the last span. */
    readonly all: SpanCounts;
    present: SpanCounts;
    last: SpanCounts;
    private spanEnds;
    private lastLate;
    private readonly edge;
    /** Counts beside those of the present span. */
    private readonly counted;
    constructor(settings: DiagnosisSettings, { edges, edge, keepsAll }: AnalysisOptions);
    /** Drops of the present and the last span. */
    get drops(): number;
    /** Takes a drop; the kind of packet that it was. */
    add(drop: Drop): DropKind | 'other';
    /** The present and the last span together: what a verdict looks back on. */
    span(): SpanCounts;
    /** The right edge of the window less a number, in packets; undefined where the line has not all three numbers. */
    lag(drop: Drop): number | undefined;
    private edgeUsed;
    /** Half a span each, so that what is looked back on is at least that and at the most a whole one. */
    private turnSpan;
    private judge;
    private judgeRefused;
    private countRefused;
    private countLate;
    /** True while the window has stood still for longer than its packets would let it. */
    private isStalled;
    private noteWindow;
    private noteOwn;
}
export {};
