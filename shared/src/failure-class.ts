import { z } from 'zod';

/**
 * Failure classes as operators sort them, and `unknown` for IPsec messages that the catalogue does not contain: these are
 * counted by time and subject like the others, but no figure counts them as failures, since their meaning is not known.
 * The order is the display order, and the index is the compact form used in counts and on the wire.
 */
export const COUNTED_CLASSES = [
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

/** The class of a catalogue entry or an alert; `unknown` when none is given. */
export type FailureClass = (typeof COUNTED_CLASSES)[number];

/** The classes that are failures: every figure called "failures" sums these. */
export const FAILURES = COUNTED_CLASSES.filter((name) => name !== 'unknown');

/** Index of `unknown` among the counted classes. */
export const UNKNOWN_INDEX = COUNTED_CLASSES.indexOf('unknown');

export const failureClassSchema = z.enum(COUNTED_CLASSES);

/**
 * Classes of stored events: the counted ones, and `other` for gateway messages of other categories, which are stored only
 * when a setting enables it and are no failures: they appear in no chart and no rate.
 */
export const EVENT_CLASSES = [...COUNTED_CLASSES, 'other'] as const;

export type EventClass = (typeof EVENT_CLASSES)[number];

/** Index of a class among the counted ones; −1 for `other`, which is not counted. */
export function countedIndex(eventClass: EventClass): number {
  return eventClass === 'other' ? -1 : COUNTED_CLASSES.indexOf(eventClass);
}

export const eventClassSchema = z.enum(EVENT_CLASSES);

/** Counts by class; a class that is absent was never seen, which differs from a zero. */
export const classCountsSchema = z.partialRecord(failureClassSchema, z.number().int().nonnegative());
export type ClassCounts = z.infer<typeof classCountsSchema>;
