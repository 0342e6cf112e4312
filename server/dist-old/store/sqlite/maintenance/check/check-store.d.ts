import { type Finding } from './finding.js';
/** What a check looked at and what it found. */
export interface CheckReport {
    file: string;
    /** The step of the store that was checked. */
    step: number;
    segments: number;
    events: number;
    alerts: number;
    /** Events that retention removed so far. */
    removed: number;
    findings: Finding[];
    /** Findings beyond those. */
    notShown: number;
}
/**
 * Reads everything in a store as of one moment, beside a running server too, and changes nothing: the pages of the
 * database, every event and every line, the numbers, the names, the kept counts and the alerts.
 * @throws Error when there is no store
 */
export declare function checkStore(dataDirectory: string, onProgress: (events: number, total: number) => void): CheckReport;
