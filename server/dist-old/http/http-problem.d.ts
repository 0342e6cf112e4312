import type { ErrorCode } from '@tunnelwatch/shared/error-code';
import type { ErrorRequestHandler, Response } from 'express';
/** An answer that is an error of the client's or of ours; becomes RFC 9457 problem details. */
export declare class HttpProblem extends Error {
    readonly status: number;
    readonly code: ErrorCode;
    readonly current?: unknown | undefined;
    constructor(status: number, code: ErrorCode, detail: string, current?: unknown | undefined);
}
/** Sends problem details (RFC 9457). */
export declare function sendProblem(response: Response, problem: HttpProblem): void;
/** The last handler: whatever was thrown becomes problem details; what nobody foresaw is logged. */
export declare function problemHandler(onError: (error: unknown) => void): ErrorRequestHandler;
