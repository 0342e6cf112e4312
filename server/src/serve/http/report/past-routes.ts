import { timeParameterSchema } from '@tunnelwatch/shared/api';
import { VIEW_ACCESS } from '@tunnelwatch/shared/access';
import {
  MAX_GAPS_RANGE_MS,
  PAST_VIEWS,
  pastAnswerSchema,
  pastGapsQuerySchema,
  pastGapsSchema,
  pastRangeSchema,
  type PastViewName,
  pastViewQuerySchema,
} from '@tunnelwatch/shared/past';
import { type Change, type View, viewSchema } from '@tunnelwatch/shared/protocol';
import type { Report, ReportSpan } from '@tunnelwatch/shared/report';
import type { Request } from 'express';
import { z } from 'zod';
import type { ApiContext } from '../api-context.js';
import { HttpProblem } from '../http-problem.js';
import { knownPrincipal } from '../access-guard.js';
import { currentAsker, holderOf } from '../request-asker.js';
import type { LimitReports } from '../../limits/limit-watch.js';
import { type Full, Places } from '../../limits/places.js';
import type { PeopleService } from '../../people/people-service.js';
import { otherWall } from '../../commands/problems.js';
import { mayViewWall, principalLabel } from '../../people/principal.js';
import type { WallSettings } from '@tunnelwatch/shared/wall';
import { iso } from '@tunnelwatch/shared/iso-time';
import { watchGaps } from '../../../core/report/shift/watch-spans.js';
import { parseQuery, type Route } from '../route.js';
import { recordsOf } from './shift-records.js';
import { named, namedTunnel, type Naming, shownAlert, shownWindow } from '../../../core/inventory/shown.js';

const querySchema = pastViewQuerySchema.extend({ at: timeParameterSchema });

/** Parameters of views; unknown ones are refused, as everywhere. */
const PARAMETERS: Readonly<Record<PastViewName, readonly (keyof z.infer<typeof pastViewQuerySchema>)[]>> = {
  status: [],
  wall: ['wall'],
  alerts: [],
  overview: ['window'],
  tunnel: ['gateway', 'matchkey', 'window'],
};

/** Requests that wait for the past. Whoever plays it faster than it can be read is told so. */
const LIMITS = { perHolder: 8, total: 40, kept: 10 };

/** The time machine: past views, and the range that it covers. */
export function pastRoutes(
  { past, reader, names, limits }: Pick<ApiContext, 'past' | 'reader' | 'names' | 'limits'>,
  walls: Pick<PeopleService, 'wallOf'>,
  clock: () => number,
): Route[] {
  const places = new Places(LIMITS);
  const views = PAST_VIEWS.map((name): Route => {
    const query = z.strictObject({
      at: querySchema.shape.at,
      ...Object.fromEntries(PARAMETERS[name].map((parameter) => [parameter, querySchema.shape[parameter]])),
    });
    return {
      method: 'get',
      path: `/past/${name}`,
      access: VIEW_ACCESS[name],
      summary: `The live view "${name}" at a past time: the snapshot a subscription would have started with (times in epoch milliseconds, as in the live stream)`,
      query,
      answer: pastAnswerSchema,
      handle: async (request, response) => {
        const { at } = parseQuery(z.looseObject({ at: querySchema.shape.at }), request);
        if (at > clock()) throw new HttpProblem(400, 'bad-request', 'at: must not be in the future');
        const view = viewOf(name, query, request);
        const wall = wallIn(view, request, walls);
        const place = places.take(holderOf(request));
        if (typeof place === 'string') throw refusal(place, request, limits);
        try {
          const answer = await past.view(view, at, currentAsker(), wall);
          response.json({ ...answer, changes: nameChanges(answer.changes, names()) });
        } finally {
          place();
        }
      },
    };
  });
  return [
    {
      method: 'get',
      path: '/past',
      access: 'wall',
      summary: 'The time range that history covers',
      answer: pastRangeSchema,
      handle: async (_request, response) => {
        const range = await reader.pastRange();
        response.json({ from: range === null ? null : iso(range.from), to: range === null ? null : iso(range.to) });
      },
    },
    {
      method: 'get',
      path: '/past/gaps',
      access: 'viewer',
      summary: 'When Tunnelwatch was not running, to the minute, within at most seven days',
      query: pastGapsQuerySchema,
      answer: pastGapsSchema,
      handle: async (request, response) => {
        const { from, to } = parseQuery(pastGapsQuerySchema, request);
        if (to - from > MAX_GAPS_RANGE_MS)
          throw new HttpProblem(400, 'bad-request', 'from: at most seven days before to');
        const { items, notShown } = await gapsWithin(reader, { from, to: Math.min(to, clock()) });
        response.json({ items: items.map((gap) => ({ from: iso(gap.from), to: iso(gap.to) })), notShown });
      },
    },
    ...views,
  ];
}

/** Gaps of the time since when there are records at all. */
async function gapsWithin(reader: ApiContext['reader'], { from, to }: ReportSpan): Promise<Report['watch']['gaps']> {
  const range = await reader.pastRange();
  if (range === null || range.from >= to) return { items: [], notShown: 0 };
  const known = { from: Math.max(from, range.from), to };
  return watchGaps(await recordsOf(reader, known), known);
}

function refusal(full: Full, request: Request, limits: LimitReports): HttpProblem {
  if (full === 'own') limits.note('history');
  else limits.noteShutOut('history', principalLabel(knownPrincipal(request), request.ip ?? ''));
  const whose = full === 'own' ? 'history requests of yours' : 'history requests';
  const detail = `too many ${whose} at once: try again in a few seconds`;
  return new HttpProblem(429, 'too-many-requests', detail, { retryAfterSeconds: 2 });
}

/** The settings of the wall that a request asks for. @throws HttpProblem when it may not have that wall, or there is none */
function wallIn(view: View, request: Request, walls: Pick<PeopleService, 'wallOf'>): WallSettings | undefined {
  const principal = knownPrincipal(request);
  if (!mayViewWall(principal, view)) throw new HttpProblem(403, 'forbidden', otherWall(principal).detail);
  if (view.view !== 'wall' || view.wall === undefined) return undefined;
  const wall = walls.wallOf(view.wall);
  if (wall === undefined) throw new HttpProblem(404, 'not-found', `no such wall: ${String(view.wall)}`);
  return wall;
}

/** The view that a request names. @throws HttpProblem when a parameter is missing or not one of the view's */
function viewOf(name: PastViewName, query: z.ZodType, request: Request): View {
  const given = z.record(z.string(), z.unknown()).parse(parseQuery(query, request));
  const named = Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'at'));
  const window = PARAMETERS[name].includes('window') ? { window: '1h', ...named } : named;
  const parsed = viewSchema.safeParse({ view: name, ...window });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new HttpProblem(
    400,
    'bad-request',
    `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`,
  );
}

/** Changes with the names of now: a world of the past has none of its own. */
function nameChanges(changes: readonly Change[], names: Naming): Change[] {
  return changes.map((change) => nameChange(change, names));
}

function nameChange(change: Change, names: Naming): Change {
  switch (change.kind) {
    case 'worst':
      return { ...change, rows: change.rows.map((row) => namedTunnel(row, names)) };
    case 'failing':
      return { ...change, rows: change.rows.map((row) => namedTunnel(row, names)) };
    case 'alerts':
      return { ...change, alerts: change.alerts.map((alert) => shownAlert(alert, names)) };
    case 'events':
    case 'newest':
    case 'newestAdded':
      return { ...change, events: change.events.map((event) => named(event, names)) };
    case 'tunnel':
      return change.tunnel === null ? change : { ...change, tunnel: namedTunnel(change.tunnel, names) };
    case 'windows':
      return { ...change, windows: change.windows.map((window) => shownWindow(window, names)) };
    // The rest names no tunnel.
    default:
      return change;
  }
}
