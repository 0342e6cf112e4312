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

/**
 * Classes of stored events: the failures, and `other` for gateway messages of other categories, which are stored only
 * when a setting asks for it and are no failures: they stand in no chart and no rate.
 */
export const EVENT_CLASSES = [...FAILURE_CLASSES, 'other'] as const;

export type EventClass = (typeof EVENT_CLASSES)[number];

/** Index of a class among the failures, as counts are told; −1 for `other`, which is none. */
export function failureIndex(eventClass: EventClass): number {
  return eventClass === 'other' ? -1 : FAILURE_CLASSES.indexOf(eventClass);
}

export const eventClassSchema = z.enum(EVENT_CLASSES);

/** Counts by class; a class that is absent was never seen, which differs from a zero. */
export const classCountsSchema = z.partialRecord(failureClassSchema, z.number().int().nonnegative());
export type ClassCounts = z.infer<typeof classCountsSchema>;
