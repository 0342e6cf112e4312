import { tunnelTimeQuerySchema } from '@tunnelwatch/shared/api';
import { CHART_WINDOWS } from '@tunnelwatch/shared/series';
import type { Request } from 'express';
import { HttpProblem } from '../http-problem.js';
import { parseQuery, nameParameter } from '../route.js';

/** The tunnel in a path and the time range in its query, epoch ms; a window ends at the reference time, or at the requested past time. */
export function tunnelTimeOf(
  request: Request,
  referenceTime: number,
): { gateway: string; matchkey: string; from: number; to: number; at: number | undefined } {
  const { window, at, ...named } = parseQuery(tunnelTimeQuerySchema, request);
  const { to = (at ?? referenceTime) + 1 } = named;
  const from = named.from ?? to - CHART_WINDOWS[window].spanMs;
  if (from >= to) throw new HttpProblem(400, 'bad-request', 'from: must be before to');
  const gateway = nameParameter(request, 'gateway');
  const matchkey = nameParameter(request, 'matchkey');
  return { gateway, matchkey, from, to, at };
}
