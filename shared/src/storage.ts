import { z } from 'zod';

/** A part of the store that can no longer be read. Times are epoch milliseconds. */
export const segmentDamageSchema = z.object({
  id: z.number().int(),
  /** Numbers of its first and its last event. */
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  firstTime: z.number(),
  lastTime: z.number(),
  /** What is wrong with it. */
  reason: z.string(),
});

export type SegmentDamage = z.infer<typeof segmentDamageSchema>;

/** A query that failed because the database, or the disk under it, is damaged. */
export interface DatabaseDamage {
  /** The name of the query. */
  question: string;
  /** What is wrong, where, and what to do. */
  reason: string;
}

/** The parts of the store that could not be read. */
export type StoreDamage = SegmentDamage | DatabaseDamage;

function segmentText({ id, firstSeq, lastSeq, firstTime, lastTime, reason }: SegmentDamage): string {
  const [from, to] = [firstTime, lastTime].map((time) => new Date(time).toISOString());
  return (
    `segment ${String(id)} (events ${String(firstSeq)} to ${String(lastSeq)}, ${from ?? ''} to ${to ?? ''}) ` +
    `is damaged and left out: ${reason}`
  );
}

/** The description of damage, in the same words everywhere. */
export function damageText(damage: StoreDamage): string {
  if ('id' in damage) return segmentText(damage);
  return `a question to the store (${damage.question}) cannot be answered: ${damage.reason}`;
}

/** Space that the store uses and what retention has removed. Times are epoch milliseconds. */
export const storageSchema = z.object({
  /** Bytes of the database file. */
  bytes: z.number().nonnegative(),
  /** Bytes of its write-ahead log: it grows while somebody, such as a backup, reads an old state. */
  walBytes: z.number().nonnegative(),
  /** Unused bytes within the file. */
  unusedBytes: z.number().nonnegative(),
  /** Bytes that the database may use before the oldest events are removed; null for no limit. */
  mostBytes: z.number().nonnegative().nullable(),
  /** Bytes of the disk that are available to us, and its size; null when the system does not say. */
  freeBytes: z.number().nonnegative().nullable(),
  diskBytes: z.number().nonnegative().nullable(),
  /** Time of the oldest stored event; null in an empty store. */
  oldestEvent: z.number().nullable(),
  /** Time of the newest event that retention removed; null if it has removed none. */
  removedUntil: z.number().nullable(),
  /** How many events retention has removed, and when it last did. */
  removedEvents: z.number().int().nonnegative(),
  removedAt: z.number().nullable(),
  /** Parts that cannot be read, at most 20, as found since the start. */
  damagedSegments: z.array(segmentDamageSchema),
});

export type Storage = z.infer<typeof storageSchema>;

/** Maximum number of damaged segments that are listed. */
export const MAX_DAMAGED = 20;

/** True when the disk is so full that an operator should free space before reading has to stop. */
export function isDiskNearlyFull({ freeBytes, diskBytes }: Pick<Storage, 'freeBytes' | 'diskBytes'>): boolean {
  if (freeBytes === null) return false;
  return freeBytes < NEARLY_FULL_BYTES && (diskBytes === null || freeBytes < diskBytes / 10);
}

/** A flood of 100,000 lines per second fills this in about ten minutes. */
const NEARLY_FULL_BYTES = 1024 * 1024 * 1024;
