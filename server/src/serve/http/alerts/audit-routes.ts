import {
  auditExportQuerySchema,
  auditPageSchema,
  auditQuerySchema,
  type historyQuerySchema,
} from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import type { z } from 'zod';
import type { AlertStore } from '../../../store/queries.js';
import type { ApiContext } from '../api-context.js';
import { sendRows } from '../events/export-rows.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { parseQuery, type Route } from '../route.js';

/** Entries per read while the trail is exported. */
const EXPORT_PAGE = 1000;

/** The audit trail: who did what, when and from where. */
export function auditRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/audit',
      access: 'admin',
      summary: 'Audit trail, newest first',
      query: auditQuerySchema,
      answer: auditPageSchema,
      handle: async (request, response) => {
        response.json(await auditPage(context.reader, parseQuery(auditQuerySchema, request)));
      },
    },
    {
      method: 'get',
      path: '/audit/export',
      access: 'admin',
      summary: 'The complete audit trail with its hashes',
      query: auditExportQuerySchema,
      media: ['text/csv', 'application/x-ndjson'],
      handle: async (request, response) => {
        const { format, ...query } = parseQuery(auditExportQuerySchema, request);
        await sendRows(response, {
          format,
          name: 'audit',
          columns: COLUMNS,
          rows: rowsOf(context, query),
          limits: context.limits,
        });
      },
    },
  ];
}

const COLUMNS = [
  'id',
  'at',
  'who',
  'kind',
  'address',
  'action',
  'target',
  'comment',
  'before',
  'after',
  'hash',
] as const;

async function* rowsOf(context: ApiContext, query: Omit<z.infer<typeof auditQuerySchema>, 'limit' | 'cursor'>) {
  let cursor: number | undefined;
  for (;;) {
    const entries = await context.reader.listAudit({ ...query, cursor, limit: EXPORT_PAGE });
    for (const { actor, before, after, ...entry } of entries) {
      yield {
        ...entry,
        at: iso(entry.at),
        who: actor.name,
        kind: actor.kind,
        address: actor.address ?? '',
        before: JSON.stringify(before),
        after: JSON.stringify(after),
      };
    }
    cursor = entries.at(-1)?.id;
    if (entries.length < EXPORT_PAGE) return;
  }
}

/** One page of the trail. */
export async function auditPage(
  store: Pick<AlertStore, 'listAudit'>,
  query: z.infer<typeof auditQuerySchema> & Pick<z.infer<typeof historyQuerySchema>, 'after'>,
) {
  const { cursor, after, limit, ...filter } = query;
  const entries = await store.listAudit({
    ...filter,
    cursor: cursor === undefined ? undefined : Number(cursor),
    after: after === undefined ? undefined : Number(after),
    limit: limit + 1,
  });
  const items = entries.slice(0, limit);
  return {
    items: items.map(presentEntry),
    nextCursor: entries.length > limit ? String(items.at(-1)?.id ?? 0) : null,
  };
}

function presentEntry(entry: AuditEntry) {
  return { ...entry, at: iso(entry.at) };
}
