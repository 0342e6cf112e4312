import { z } from 'zod';

/** A part of the store that cannot be read any more. Times are epoch milliseconds. */
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

/** A question to the store that could not be answered since the database, or the disk below it, is damaged. */
export interface DatabaseDamage {
  /** What was asked, by the name of the question. */
  question: string;
  /** What is wrong, where, and what to do. */
  reason: string;
}

/** What of the store could not be read. */
export type StoreDamage = SegmentDamage | DatabaseDamage;

function segmentText({ id, firstSeq, lastSeq, firstTime, lastTime, reason }: SegmentDamage): string {
  const [from, to] = [firstTime, lastTime].map((time) => new Date(time).toISOString());
  return (
    `segment ${String(id)} (events ${String(firstSeq)} to ${String(lastSeq)}, ${from ?? ''} to ${to ?? ''}) ` +
    `is damaged and left out: ${reason}`
  );
}

/** What is said of damage, everywhere in the same words. */
export function damageText(damage: StoreDamage): string {
  if ('id' in damage) return segmentText(damage);
  return `a question to the store (${damage.question}) cannot be answered: ${damage.reason}`;
}

/** Room that the store takes and what retention has removed. Times are epoch milliseconds. */
export const storageSchema = z.object({
  /** Bytes of the database file. */
  bytes: z.number().nonnegative(),
  /** Bytes of its write-ahead log: it grows for as long as somebody reads an old state, a backup for one. */
  walBytes: z.number().nonnegative(),
  /** Bytes in the file that hold nothing at the moment. */
  unusedBytes: z.number().nonnegative(),
  /** Bytes that the database may take before the oldest events go; null without a limit. */
  mostBytes: z.number().nonnegative().nullable(),
  /** Bytes that are free for us on the disk, and its size; null where the system does not tell. */
  freeBytes: z.number().nonnegative().nullable(),
  diskBytes: z.number().nonnegative().nullable(),
  /** Time of the oldest event that is there; null in an empty store. */
  oldestEvent: z.number().nullable(),
  /** Time of the newest event that retention removed; null when it has removed none. */
  removedUntil: z.number().nullable(),
  /** How many events retention has removed, and when it did so last. */
  removedEvents: z.number().int().nonnegative(),
  removedAt: z.number().nullable(),
  /** Parts that cannot be read, at most 20, as far as they were met since the start. */
  damagedSegments: z.array(segmentDamageSchema),
});

export type Storage = z.infer<typeof storageSchema>;

/** Most damaged segments that are named. */
export const MAX_DAMAGED = 20;

/** True when the disk is so full that somebody should make room before reading has to stop. */
export function isDiskNearlyFull({ freeBytes, diskBytes }: Pick<Storage, 'freeBytes' | 'diskBytes'>): boolean {
  if (freeBytes === null) return false;
  return freeBytes < NEARLY_FULL_BYTES && (diskBytes === null || freeBytes < diskBytes / 10);
}

/** A flood of 100,000 lines a second fills this in some ten minutes. */
const NEARLY_FULL_BYTES = 1024 * 1024 * 1024;
