import type { Confidence, EvidenceItem, Verdict } from '@tunnelwatch/shared/diagnosis';
interface Findings {
    /** Drops that it explains, and all that were looked at. */
    explained: number;
    of: number;
    evidence: EvidenceItem[];
    messageIds: number[];
    /** Set where it is not as sure as the numbers would make it. */
    atMost?: Confidence;
    /** Set where the share of the drops says nothing of how sure it is. */
    confidence?: Confidence;
}
/** A verdict of a rule. */
export declare function makeVerdict(name: Verdict['name'], { explained, of, evidence, messageIds, atMost, confidence: given }: Findings): Verdict;
/** A whole number with separators. Live verdicts are worded a thousand times a second, which Intl is too slow for. */
export declare function written(value: number): string;
/** A time in milliseconds as people say it. */
export declare function writtenTime(ms: number): string;
export {};
