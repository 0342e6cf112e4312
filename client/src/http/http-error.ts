import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';

/** A failed request: the server's problem details, or our own if it returned none (status 0: not reached). */
export class HttpError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.title}. ${problem.detail}`, options);
    this.name = 'HttpError';
    this.problem = problem;
  }
}

/** A failure as problem details: the server's, or our own under a title. */
export function problemFrom(error: unknown, title = 'The page could not load its data'): Problem {
  if (error instanceof HttpError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return problemDetails('internal', detail, { title, status: 0 });
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
