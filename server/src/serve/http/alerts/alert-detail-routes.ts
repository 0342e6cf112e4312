import { isAtLeast } from '@tunnelwatch/shared/actor';
import { auditPageSchema, historyQuerySchema, memberPageSchema, membersQuerySchema } from '@tunnelwatch/shared/api';
import { withoutAddress } from '@tunnelwatch/shared/audit';
import { alertTarget } from '../../../core/alert/registry/alert-change.js';
import { knownPrincipal } from '../access-guard.js';
import type { ApiContext } from '../api-context.js';
import { auditPage } from './audit-routes.js';
import { presentMember } from '../present.js';
import { idParameter, parseQuery, type Route } from '../route.js';

/** Details of an alert: its history, and the subjects grouped under it. */
export function alertDetailRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/alerts/{id}/history',
      access: 'viewer',
      summary:
        'History of an alert from the audit trail, newest first; only admins get the addresses of those who acted',
      query: historyQuerySchema,
      answer: auditPageSchema,
      handle: async (request, response) => {
        const { at, ...query } = parseQuery(historyQuerySchema, request);
        const cursor = at === undefined ? query.cursor : await cursorAt(context, at, query.cursor);
        const target = alertTarget(idParameter(request, 'alert'));
        const page = await auditPage(context.alertStore, { ...query, cursor }, { target });
        const isAdmin = isAtLeast(knownPrincipal(request).role, 'admin');
        response.json(isAdmin ? page : { ...page, items: page.items.map(withoutAddress) });
      },
    },
    {
      method: 'get',
      path: '/alerts/{id}/members',
      access: 'viewer',
      summary: 'Subjects grouped into an alert, those with most events first',
      query: membersQuerySchema,
      answer: memberPageSchema,
      handle: async (request, response) => {
        const { limit } = parseQuery(membersQuerySchema, request);
        const members = await context.alertStore.listMembers(idParameter(request, 'alert'), limit);
        response.json({ items: members.map((member) => presentMember(member, context.names())), nextCursor: null });
      },
    },
  ];
}

/** The cursor after the last entry of a past time, or the given one if that is earlier. */
async function cursorAt({ reader }: ApiContext, at: number, cursor: string | undefined): Promise<string> {
  const { auditId } = await reader.pastMoment(at);
  return String(Math.min(auditId + 1, Number(cursor ?? Number.POSITIVE_INFINITY)));
}
