import type { Access } from '@tunnelwatch/shared/access';
import { fromPathSegment } from '@tunnelwatch/shared/subject';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { HttpProblem } from './http-problem.js';

/** One route of the API with its input and output, for the router and for the OpenAPI document alike. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  /** Path below /api/v1 (of health checks: below the base path), with parameters as `{name}`. */
  path: string;
  /** Who may use it. */
  access: Access;
  /** True for the few routes that are available before a one-time password has been changed. */
  isForPasswordChange?: boolean;
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Media type of a body that is not JSON: the route reads it itself. */
  bodyMedia?: string;
  /** Absent for answers that are not JSON. */
  answer?: z.ZodType;
  /** A status besides 200 with the same kind of answer. */
  otherStatus?: number;
  /** Media types of answers that are not JSON. */
  media?: readonly string[];
  /** True when it redirects the browser (302). */
  redirects?: boolean;
  handle: (request: Request, response: Response) => Promise<void> | void;
}

/** The query of a request, parsed; errors name the parameter. */
export function parseQuery<Output>(schema: z.ZodType<Output>, request: Request): Output {
  return parseInput(schema, request.query);
}

/** The JSON body of a request, parsed. */
export function parseBody<Output>(schema: z.ZodType<Output>, request: Request): Output {
  const body: unknown = request.body;
  if (body === undefined) {
    throw new HttpProblem(400, 'bad-request', 'send a JSON object with Content-Type: application/json');
  }
  return parseInput(schema, body);
}

function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = issue?.path.map(String).join('.') ?? '';
  throw new HttpProblem(
    400,
    'bad-request',
    name === '' ? (issue?.message ?? 'invalid input') : `${name}: ${issue?.message ?? 'is not valid'}`,
  );
}

/** A path parameter, percent-decoded by the router. */
export function pathParameter(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}

/** A name from outside that a path has as a parameter: escaped there where it cannot be a segment. */
export function nameParameter(request: Request, name: 'gateway' | 'matchkey'): string {
  return fromPathSegment(pathParameter(request, name));
}

/**
 * The number in a path's `id`.
 * @throws HttpProblem, 404, for anything else: every `what` has a number
 */
export function idParameter(request: Request, what: string): number {
  const text = pathParameter(request, 'id');
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new HttpProblem(404, 'not-found', `no such ${what}: ${text}`);
  return Number(text);
}
