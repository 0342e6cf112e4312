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
