import { tunnelTimeQuerySchema } from '@tunnelwatch/shared/api';
import { CHART_WINDOWS } from '@tunnelwatch/shared/series';
import type { Request } from 'express';
import { HttpProblem } from '../http-problem.js';
import { parseQuery, nameParameter } from '../route.js';

/** A time range, epoch ms; `at` when it is as it was known at a past time. */
export interface QueriedTime {
  from: number;
  to: number;
  at: number | undefined;
}

/** The time range in a query; a window ends at the reference time, or at the requested past time. */
export function queriedTime(request: Request, referenceTime: number): QueriedTime {
  const { window, at, ...named } = parseQuery(tunnelTimeQuerySchema, request);
  const { to = (at ?? referenceTime) + 1 } = named;
  const from = named.from ?? to - CHART_WINDOWS[window].spanMs;
  if (from >= to) throw new HttpProblem(400, 'bad-request', 'from: must be before to');
  return { from, to, at };
}

/** The tunnel in a path and the time range in its query. */
export function tunnelTimeOf(
  request: Request,
  referenceTime: number,
): QueriedTime & { gateway: string; matchkey: string } {
  const { from, to, at } = queriedTime(request, referenceTime);
  return { gateway: nameParameter(request, 'gateway'), matchkey: nameParameter(request, 'matchkey'), from, to, at };
}
