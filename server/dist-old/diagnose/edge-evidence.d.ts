import type { Edge, EdgeModel } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
/** Collects what drops say of the edge that `windowbase` names. */
export declare class EdgeEvidence {
    above: number;
    beyond: number;
    near: number;
    drops: number;
    /** @param aboveBase the number less the base */
    add(aboveBase: number, windowSize: number): void;
    /** What the evidence says by itself. A single drop above the base proves the left edge; nothing proves the right one. */
    finding({ edgeDrops }: DiagnosisSettings): Edge['finding'];
    /** The edge to reckon with: the one that was set, else the likelier one, else the left. */
    used(settings: DiagnosisSettings): EdgeModel;
    toEdge(settings: DiagnosisSettings): Edge;
}
