import { QueryAbandoned, QueryOverran } from '../../store/reader/threaded-reader.js';
import { type ErrorCode, problemDetails } from '@tunnelwatch/shared/error-code';
import type { ErrorRequestHandler, Response } from 'express';

/** An answer that is an error of the client's or of ours; becomes RFC 9457 problem details. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    detail: string,
    /** The current object, when the request lost a race; when to try again, for a limit. */
    readonly more: { current?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.name = 'HttpProblem';
  }
}

/** Sends problem details (RFC 9457). */
export function sendProblem(response: Response, problem: HttpProblem): void {
  const body = problemDetails(problem.code, problem.message, { status: problem.status, current: problem.more.current });
  const { retryAfterSeconds } = problem.more;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  // What was to become a download is not one.
  response.removeHeader('Content-Disposition');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(body));
}

/** The last handler: turns whatever was thrown into problem details; unexpected errors are logged. */
export function problemHandler(onError: (error: unknown) => void): ErrorRequestHandler {
  // Express recognises an error handler by its four parameters.
  return (error: unknown, _request, response, _next) => {
    // Nobody reads an answer any more.
    if (error instanceof QueryAbandoned) {
      response.destroy();
      return;
    }
    if (response.headersSent) {
      // A partial answer must not look complete: the connection is closed.
      onError(error);
      response.destroy();
      return;
    }
    const problem = toProblem(error);
    if (problem.status >= 500) onError(error);
    sendProblem(response, problem);
  };
}

function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof QueryOverran) return new HttpProblem(503, 'query-timeout', error.message);
  if (error instanceof Error && error.name === 'StoreError') {
    return new HttpProblem(503, 'store-unavailable', error.message);
  }
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
  if (status === 413) return new HttpProblem(413, 'payload-too-large', 'the body is larger than 64 KiB');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new HttpProblem(status, 'bad-request', 'the request could not be read');
  }
  return new HttpProblem(500, 'internal', 'internal error: see the server log');
}
