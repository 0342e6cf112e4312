import { type AlertRuleName } from '@tunnelwatch/shared/alert-rules';
import type { ApiContext } from './api-context.js';
/**
 * What a rule would have raised over the last seven days with other settings, by the counts that are stored.
 * @throws HttpProblem where the settings are wrong
 */
export declare function budgetOf(context: ApiContext, name: AlertRuleName, settings: Record<string, unknown>): Promise<{
    subjects: number;
    raisedShare: number;
    worst: {
        subject: import("@tunnelwatch/shared/subject").Subject;
        alarms: number;
        raisedMinutes: number;
    }[];
    alarms: number;
    alarmsPerDay: number;
    mostInOneDay: number;
    subjectsAtMost: number;
    name: "memory" | "rate-replay" | "rate-integrity" | "rate-decryption" | "rate-encryption" | "rate-malformed" | "rate-reassembly" | "rate-ecn" | "rise" | "overflow" | "crypto-hardware";
    from: string;
    to: string;
    grain: "minute" | "hour";
    countedFrom: string | null;
}>;
