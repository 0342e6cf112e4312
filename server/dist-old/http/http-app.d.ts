import type { Access } from '@tunnelwatch/shared/access';
import { type Express } from 'express';
import type { ApiContext } from './api-context.js';
import type { PeopleDesk } from '../people/people-desk.js';
export interface HttpAppOptions {
    context: ApiContext;
    basePath: string;
    clientDirectory: string;
    clock: () => number;
    isAllowedOrigin: (origin: string | undefined, host: string | undefined, isSecure: boolean) => boolean;
    isAllowedHost: (host: string | undefined) => boolean;
    /** Who may do what. */
    desk: PeopleDesk;
    /** Who may read /metrics. */
    metricsAccess: Access;
    /** Addresses of proxies whose word for a sender's address and protocol is taken. */
    trustedProxies: readonly string[];
    /** True when we ourselves serve https. */
    hasTls: boolean;
    onError: (error: unknown) => void;
}
/** The HTTP side: health, API, and the pages. */
export declare function createHttpApp(options: HttpAppOptions): Express;
