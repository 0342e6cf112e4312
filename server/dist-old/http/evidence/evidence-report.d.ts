import { type Evidence } from './evidence.js';
/** What a pack tells a person, as one page that needs nothing else and can be printed. */
export declare function reportHtml(evidence: Evidence, made: {
    at: number;
    by: string;
    version: string;
}): string;
