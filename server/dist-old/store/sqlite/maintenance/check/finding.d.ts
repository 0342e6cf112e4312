/** What a check can find wrong. */
export type FindingCode = 'database' | 'segment' | 'rows' | 'numbers' | 'names' | 'counts' | 'alert' | 'audit';
/** Something that is wrong with a store, by name, and what to do about it. */
export interface Finding {
    code: FindingCode;
    message: string;
    remedy: string;
}
export declare const RESTORE = "restore a backup; what was not damaged stays readable until then";
/** Findings, bounded: a store that is damaged through and through must not fill the screen or the memory. */
export declare class Findings {
    private readonly most;
    readonly list: Finding[];
    /** Findings beyond those that are kept. */
    notShown: number;
    constructor(most?: number);
    add(code: FindingCode, message: string, remedy?: string): void;
}
