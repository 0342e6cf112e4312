import { z } from 'zod';

/** Stable error codes of HTTP and socket responses. */
export const ERROR_CODES = [
  'bad-request',
  'not-found',
  'method-not-allowed',
  'stale-version',
  'wrong-state',
  'payload-too-large',
  'too-many-requests',
  'forbidden-origin',
  'unauthenticated',
  'forbidden',
  'password-change-needed',
  'store-unavailable',
  'cluster-unavailable',
  'query-timeout',
  'provider-unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** RFC 9457 problem details with our stable code. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES),
  /** The current object, when the request lost a race (409). */
  current: z.unknown().optional(),
});

export type Problem = z.infer<typeof problemSchema>;

/** What each error is called and its status, where nothing more exact is said. */
const USUAL: Readonly<Record<ErrorCode, Pick<Problem, 'title' | 'status'>>> = {
  'bad-request': { title: 'Bad request', status: 400 },
  'not-found': { title: 'Not found', status: 404 },
  'method-not-allowed': { title: 'Method not allowed', status: 405 },
  'stale-version': { title: 'Version conflict', status: 409 },
  'wrong-state': { title: 'Not possible', status: 409 },
  'payload-too-large': { title: 'Too large', status: 413 },
  'too-many-requests': { title: 'Too many requests', status: 429 },
  'forbidden-origin': { title: 'Forbidden', status: 403 },
  unauthenticated: { title: 'Sign-in required', status: 401 },
  forbidden: { title: 'Not allowed', status: 403 },
  'password-change-needed': { title: 'Password change required', status: 403 },
  'store-unavailable': { title: 'Store unavailable', status: 503 },
  'cluster-unavailable': { title: 'Cluster unavailable', status: 503 },
  'query-timeout': { title: 'Query timed out', status: 503 },
  'provider-unavailable': { title: 'Single sign-on unavailable', status: 503 },
  internal: { title: 'Internal error', status: 500 },
};

/**
 * The problem details of an error.
 * @param detail what happened and what to do, for a person
 * @param special what differs from the usual, and the object as it is now
 */
export function problemDetails(
  code: ErrorCode,
  detail: string,
  { title = USUAL[code].title, status = USUAL[code].status, current }: Partial<Problem> = {},
): Problem {
  return { type: 'about:blank', title, status, detail, code, ...(current === undefined ? {} : { current }) };
}
