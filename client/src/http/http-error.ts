import type { Problem } from '@tunnelwatch/shared/error-code';

/** A failed request: the server's problem details, or our own if it returned none (status 0: not reached). */
export class HttpError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.title}. ${problem.detail}`, options);
    this.name = 'HttpError';
    this.problem = problem;
  }
}

/** A failure as problem details: the server's, or our own. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof HttpError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: 'The page could not load its data', status: 0, detail, code: 'internal' };
}

/** The problem, for display. */
export function problemText(error: unknown): string {
  if (error instanceof HttpError) return sentence(error.problem.detail);
  return error instanceof Error ? error.message : String(error);
}

function sentence(text: string): string {
  const end = /[.!?]$/.test(text) ? '' : '.';
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
