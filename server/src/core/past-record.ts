import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { statusSchema } from '@tunnelwatch/shared/protocol';
import { silenceSchema } from '@tunnelwatch/shared/source-health';
import { switchOverSchema } from '@tunnelwatch/shared/tunnel';
import { z } from 'zod';
import { noTurns } from './aggregate/member-turns.js';

/** Which HA member of a gateway logs, as stored. */
export const memberTurnsSchema = z.object({
  active: z.string().nullable(),
  activeAt: z.number(),
  switchOvers: z.array(switchOverSchema),
});

const gatewayLifeSchema = z.object({
  members: z.array(z.string()),
  turns: memberTurnsSchema.default(noTurns),
  lastArrival: z.number().nullable(),
  skewMs: z.number().nullable(),
  silence: silenceSchema.nullable(),
});

/**
 * The monitor's own state as the screens showed it: it cannot be recomputed from events and operator actions, so it is
 * recorded once a minute. Times are epoch ms.
 */
export const pastRecordSchema = z.object({
  status: statusSchema,
  /** Signs of life of the displayed gateways, by name. */
  gateways: z.array(z.tuple([z.string(), gatewayLifeSchema])),
});

export type PastRecord = z.infer<typeof pastRecordSchema>;

/** A record with its time, epoch ms. */
export const storedRecordSchema = z.object({ at: z.number(), record: pastRecordSchema });

export type StoredRecord = z.infer<typeof storedRecordSchema>;

/** A new verdict on a tunnel, or its end (null), with the time from which it was shown, epoch ms. */
export interface VerdictMark {
  subjectId: number;
  at: number;
  verdict: TunnelVerdict | null;
}
