import type { AuditedRequest } from '@tunnelwatch/shared/audit';
/** What a request came to: which alert it was about, or how many. */
export type DoneRequest = {
    alertId: number;
} | {
    matched: number;
    changed: number;
};
/** Requests that were carried out of late, by their keys, so that none is carried out twice. */
export declare class DoneRequests {
    private readonly byKey;
    constructor(stored: ReadonlyMap<string, AuditedRequest>);
    get(key: string): DoneRequest | undefined;
    note(key: string, done: DoneRequest): void;
}
