import { z } from 'zod';

/**
 * What went wrong, as an operator sorts it. `unknown` holds IPsec messages that the catalogue does not have.
 * The order is the order of display, and the index is the compact form used in the store and on the wire.
 */
export const FAILURE_CLASSES = [
  'replay',
  'integrity',
  'decryption',
  'encryption',
  'malformed',
  'reassembly',
  'ecn',
  'sequence',
  'routing',
  'policy',
  'memory',
  'unknown',
] as const;

export type FailureClass = (typeof FAILURE_CLASSES)[number];

export const failureClassSchema = z.enum(FAILURE_CLASSES);

/** Counts by class; a class that is absent was never seen, which differs from a zero. */
export const classCountsSchema = z.partialRecord(failureClassSchema, z.number().int().nonnegative());
export type ClassCounts = z.infer<typeof classCountsSchema>;
