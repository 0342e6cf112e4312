import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
/** A diagnosis as HTTP gives it: times in ISO 8601. */
export declare function presentDiagnosis(diagnosis: TunnelDiagnosis): {
    verdictsOver: {
        from: string;
        to: string;
    } | null;
    history: {
        from: string;
        to: string;
        name: "replay" | "memory" | "crypto-hardware" | "forged" | "peer-reset" | "duplication" | "reordering" | "buffering" | "integrity-key" | "corruption" | "encryption-key" | "padding" | "common-path" | "configuration-change" | "fragmentation" | "undetermined";
        confidence: "low" | "medium" | "high";
        events: number;
    }[];
    window: {
        rate: {
            from: string;
            to: string;
            packetsPerSecond: number;
        } | null;
        rekeys: string[];
        own: {
            at: string;
            seqno: string;
            packetsPerSecond: number | null;
            overflows: number;
        } | null;
        forecasts: {
            at: string;
            earliest: string;
            latest: string;
            seenAt: string;
            counter: "peer" | "own";
            seqno: string;
            packetsPerSecond: number;
        }[];
        late: number;
        duplicate: number;
        inconsistent: number;
        windowSizes: number[];
        edge: {
            used: "left" | "right";
            isSet: boolean;
            finding: "left" | "undetermined" | "right-likely" | "contradiction";
            above: number;
            beyond: number;
            near: number;
            drops: number;
        };
        needed: {
            from: number;
            to: number;
            count: number;
        }[];
        shares: {
            window: number;
            accepted: number;
            late: number;
        }[];
        lagPackets: {
            p50: number;
            p90: number;
            p99: number;
            most: number;
        } | null;
        lagMs: {
            p50: number;
            p90: number;
            p99: number;
            most: number;
        } | null;
        advice: {
            window: number;
            accepted: number;
            late: number;
            current: number;
        } | null;
        isEsn: boolean;
    };
    points: {
        time: string;
        seq: number;
        kind: "integrity" | "late" | "duplicate" | "inconsistent";
        seqno: string;
        lag: number | null;
    }[];
    from: string;
    to: string;
    events: number;
    analysed: number;
    verdicts: {
        name: "replay" | "memory" | "crypto-hardware" | "forged" | "peer-reset" | "duplication" | "reordering" | "buffering" | "integrity-key" | "corruption" | "encryption-key" | "padding" | "common-path" | "configuration-change" | "fragmentation" | "undetermined";
        confidence: "low" | "medium" | "high";
        share: number;
        evidence: {
            text: string;
            events: number[];
        }[];
        messageIds: number[];
    }[];
};
