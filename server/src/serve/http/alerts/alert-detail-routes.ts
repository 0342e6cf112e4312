import { auditPageSchema, historyQuerySchema, memberPageSchema, membersQuerySchema } from '@tunnelwatch/shared/api';
import { alertTarget } from '../../../core/alert/registry/alert-change.js';
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
      summary: 'History of an alert from the audit trail, newest first',
      query: historyQuerySchema,
      answer: auditPageSchema,
      handle: async (request, response) => {
        const { at, ...query } = parseQuery(historyQuerySchema, request);
        const cursor = at === undefined ? query.cursor : await cursorAt(context, at, query.cursor);
        response.json(
          await auditPage(context, { ...query, cursor, target: alertTarget(idParameter(request, 'alert')) }),
        );
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
        const members = await context.reader.listMembers(idParameter(request, 'alert'), limit);
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
