import {
  auditChoicesSchema,
  auditExportQuerySchema,
  auditPageSchema,
  auditQuerySchema,
  auditStateSchema,
  type AuditTrailState,
  type historyQuerySchema,
} from '@tunnelwatch/shared/api';
import { type AuditEntry, outcomeOf, REFUSED_ACTIONS } from '@tunnelwatch/shared/audit';
import type { z } from 'zod';
import type { AlertStore, AuditQuery } from '../../../store/queries.js';
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
        const { limit, cursor, ...filter } = parseQuery(auditQuerySchema, request);
        response.json(await auditPage(context.reader, { limit, cursor }, storedFilterOf(filter)));
      },
    },
    {
      method: 'get',
      path: '/audit/state',
      access: 'admin',
      summary: 'The state of the audit trail and its hash chain, as of the last check, once a minute',
      answer: auditStateSchema,
      handle: (_request, response) => {
        response.json(presentState(context.auditState()));
      },
    },
    {
      method: 'get',
      path: '/audit/choices',
      access: 'admin',
      summary: 'Who acts in the audit trail and what is done in it, for filters',
      answer: auditChoicesSchema,
      handle: async (_request, response) => {
        response.json(await context.reader.auditChoices());
      },
    },
    {
      method: 'get',
      path: '/audit/export',
      access: 'admin',
      summary: 'The entries that match, all of them without a filter, with their hashes',
      query: auditExportQuerySchema,
      media: ['text/csv', 'application/x-ndjson'],
      handle: async (request, response) => {
        const { format, ...query } = parseQuery(auditExportQuerySchema, request);
        await sendRows(response, {
          format,
          name: 'audit',
          columns: COLUMNS,
          rows: rowsOf(context, storedFilterOf(query)),
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
  'outcome',
  'target',
  'comment',
  'before',
  'after',
  'hash',
] as const;

/** A filter as requested, in the terms of the store. */
function storedFilterOf({
  action,
  outcome,
  by,
  q,
  ...rest
}: Omit<z.infer<typeof auditQuerySchema>, 'limit' | 'cursor'>): StoredAuditFilter {
  const isRefused = (name: string): boolean => REFUSED_ACTIONS.includes(name);
  const actions = outcome === 'refused' ? (action ?? REFUSED_ACTIONS).filter(isRefused) : action;
  const notActions = outcome === 'done' ? REFUSED_ACTIONS : undefined;
  return { ...rest, actions, notActions, onlyPeople: by === 'people', text: q };
}

type StoredAuditFilter = Omit<AuditQuery, 'limit' | 'cursor' | 'after'>;

async function* rowsOf(context: ApiContext, filter: StoredAuditFilter) {
  let cursor: number | undefined;
  for (;;) {
    const entries = await context.reader.listAudit({ ...filter, cursor, limit: EXPORT_PAGE });
    for (const { actor, before, after, ...entry } of entries) {
      yield {
        ...entry,
        at: iso(entry.at),
        outcome: outcomeOf(entry),
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
  { limit, cursor, after }: Pick<z.infer<typeof historyQuerySchema>, 'limit' | 'cursor' | 'after'>,
  filter: StoredAuditFilter,
) {
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

function presentState({ head, verified, published, ...rest }: AuditTrailState) {
  return {
    ...rest,
    head: head === null ? null : { ...head, at: iso(head.at) },
    verified: verified === null ? null : { ...verified, at: iso(verified.at) },
    published: published === null ? null : { ...published, at: iso(published.at) },
  };
}
