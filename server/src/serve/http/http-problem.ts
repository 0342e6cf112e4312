import type { ErrorCode, Problem } from '@tunnelwatch/shared/error-code';
import type { ErrorRequestHandler, Response } from 'express';

const TITLES: Readonly<Record<ErrorCode, string>> = {
  'bad-request': 'Bad request',
  'not-found': 'Not found',
  'method-not-allowed': 'Method not allowed',
  'stale-version': 'Version conflict',
  'wrong-state': 'Not possible',
  'payload-too-large': 'Too large',
  'too-many-requests': 'Too many requests',
  'forbidden-origin': 'Forbidden',
  unauthenticated: 'Sign-in required',
  forbidden: 'Not allowed',
  'password-change-needed': 'Password change required',
  'store-unavailable': 'Store unavailable',
  'provider-unavailable': 'Single sign-on unavailable',
  internal: 'Internal error',
};

/** An error answer, the client's fault or ours; becomes RFC 9457 problem details. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorCode,
    detail: string,
    readonly current?: unknown,
  ) {
    super(detail);
    this.name = 'HttpProblem';
  }
}

/** Sends problem details (RFC 9457). */
export function sendProblem(response: Response, problem: HttpProblem): void {
  const body: Problem = {
    type: 'about:blank',
    title: TITLES[problem.code],
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    ...(problem.current === undefined ? {} : { current: problem.current }),
  };
  // The answer is no longer a download.
  response.removeHeader('Content-Disposition');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(body));
}

/** The last handler: turns whatever was thrown into problem details; unexpected errors are logged. */
export function problemHandler(onError: (error: unknown) => void): ErrorRequestHandler {
  // Express recognises an error handler by its four parameters.
  return (error: unknown, _request, response, _next) => {
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
