import type { Access } from '@tunnelwatch/shared/access';
import type { Request, Response } from 'express';
import type { z } from 'zod';
/** One route of the API: what it takes and gives, for the router and for the OpenAPI document alike. */
export interface Route {
    method: 'get' | 'post' | 'delete';
    /** Path below /api/v1 (of health checks: below the base path), with parameters as `{name}`. */
    path: string;
    /** Who may use it. */
    access: Access;
    /** True for the few that are open to somebody who has to change a one-time password. */
    isForPasswordChange?: boolean;
    summary: string;
    query?: z.ZodType;
    body?: z.ZodType;
    /** Absent for answers that are no JSON. */
    answer?: z.ZodType;
    /** A status beside 200 that comes with the same kind of answer. */
    otherStatus?: number;
    /** Media types of answers that are no JSON. */
    media?: readonly string[];
    /** True when it sends the browser somewhere else (302). */
    redirects?: boolean;
    handle: (request: Request, response: Response) => Promise<void> | void;
}
/** The query of a request, parsed; what is wrong is said by name. */
export declare function parseQuery<Output>(schema: z.ZodType<Output>, request: Request): Output;
/** The JSON body of a request, parsed. */
export declare function parseBody<Output>(schema: z.ZodType<Output>, request: Request): Output;
/** A path parameter, percent-decoded by the router. */
export declare function pathParameter(request: Request, name: string): string;
