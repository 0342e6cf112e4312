import { isAtLeast } from '@tunnelwatch/shared/actor';
import {
  MAX_REPORT_MS,
  reportQuerySchema,
  reportSchema,
  type ReportSpan,
  USUAL_REPORT_MS,
} from '@tunnelwatch/shared/report';
import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { z } from 'zod';
import type { PeopleService } from '../../people/people-service.js';
import { knownPrincipal } from '../access-guard.js';
import type { ApiContext } from '../api-context.js';
import { collectReport } from './collect-report.js';
import { HttpProblem } from '../http-problem.js';
import { presentReport } from './present-report.js';
import { parseQuery, type Route } from '../route.js';

/** The shift report. */
export function reportRoutes(
  context: Pick<ApiContext, 'reader' | 'version' | 'names'>,
  desk: Pick<PeopleService, 'notesOf'>,
  clock: () => number,
): Route[] {
  return [
    {
      method: 'get',
      path: '/report',
      access: 'viewer',
      summary:
        'Shift report: what happened, who did what, and what is open at the end; the last 8 hours by default, at most 7 days. It starts at a full minute; changes of people and tokens are listed for admins only',
      query: reportQuerySchema,
      answer: reportSchema,
      handle: async (request, response) => {
        const now = clock();
        const span = reportSpan(parseQuery(reportQuerySchema, request), now);
        const principal = knownPrincipal(request);
        const notes = desk.notesOf(span, principal);
        const seesPeople = isAtLeast(principal.role, 'admin');
        response.json(presentReport(await collectReport({ ...span, seesPeople, now, notes }, context)));
      },
    },
  ];
}

/**
 * The requested period, up to now: a report of the current shift ends now.
 * @throws HttpProblem when it is empty, or too long
 */
export function reportSpan(
  { from, to }: Pick<z.output<typeof reportQuerySchema>, 'from' | 'to'>,
  now: number,
): ReportSpan {
  const end = Math.min(to ?? (from === undefined ? now : from + USUAL_REPORT_MS), now);
  const start = from ?? end - USUAL_REPORT_MS;
  if (start >= now) throw new HttpProblem(400, 'bad-request', 'from: must not be in the future');
  if (start >= end) throw new HttpProblem(400, 'bad-request', 'from: must be before to');
  if (end - start > MAX_REPORT_MS) {
    const days = String(MAX_REPORT_MS / DAY_MS);
    throw new HttpProblem(400, 'bad-request', `from: a report covers at most ${days} days`);
  }
  // Counts are stored by minute.
  return { from: Math.floor(start / MINUTE_MS) * MINUTE_MS, to: end };
}
