import type { Problem } from '@tunnelwatch/shared/error-code';

/** A failed request: the server's problem details, or our own words where it gave none (status 0: not reached). */
export class HttpError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.title}. ${problem.detail}`, options);
    this.name = 'HttpError';
    this.problem = problem;
  }
}
