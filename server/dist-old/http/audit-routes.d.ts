import { auditQuerySchema, type historyQuerySchema } from '@tunnelwatch/shared/api';
import type { z } from 'zod';
import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** The audit trail: who did what, when and from where. */
export declare function auditRoutes(context: ApiContext): Route[];
/** One page of the trail. */
export declare function auditPage({ reader }: ApiContext, query: z.infer<typeof auditQuerySchema> & Pick<z.infer<typeof historyQuerySchema>, 'after'>): Promise<{
    items: {
        at: string;
        id: number;
        actor: {
            kind: "person" | "token" | "server";
            name: string;
            address: string | null;
        };
        action: string;
        target: string;
        comment: string;
        before: Record<string, unknown> | null;
        after: Record<string, unknown> | null;
        hash: string;
    }[];
    nextCursor: string | null;
}>;
