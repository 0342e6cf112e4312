import { alertClassSchema } from '@tunnelwatch/shared/alert';
import { CHANNEL_KINDS, notificationOccasionSchema } from '@tunnelwatch/shared/notification';
import { prioritySchema } from '@tunnelwatch/shared/priority';
import { z } from 'zod';

const names = z.array(z.string()).nullable();

/** A plan in a recorded input. */
export const notificationPlanSchema = z.object({
  channels: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(CHANNEL_KINDS),
      minPriority: prioritySchema,
      classes: z.array(alertClassSchema).nullable(),
      on: z.array(notificationOccasionSchema),
    }),
  ),
  routes: z.array(
    z.object({
      channels: z.array(z.string()),
      gateways: names,
      sites: names,
      tunnels: names,
      classes: z.array(alertClassSchema).nullable(),
      priorities: z.array(prioritySchema).nullable(),
      hours: z.object({ from: z.number(), until: z.number() }).nullable(),
      days: z.array(z.number()).nullable(),
      timeZone: z.string(),
      isContinued: z.boolean(),
      escalateAfterMs: z.number().nullable(),
    }),
  ),
});
