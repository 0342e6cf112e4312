import type { Request } from 'express';
import { HttpProblem } from '../http-problem.js';
import { pathParameter } from '../route.js';

/** The alert id in a path. */
export function alertIdOf(request: Request): number {
  const text = pathParameter(request, 'id');
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new HttpProblem(404, 'not-found', `no such alert: ${text}`);
  return Number(text);
}
