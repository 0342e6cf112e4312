import { z } from 'zod';
import { alertClassSchema } from './alert.js';
import { namedShape } from './inventory.js';
import type { Problem } from './error-code.js';
import { DAY_MS } from './time-units.js';

const fields = {
  /** Null covers all; a matchkey needs its gateway. */
  gateway: z.string().max(8192).nullable(),
  matchkey: z.string().max(8192).nullable(),
  class: alertClassSchema.nullable(),
  comment: z.string().trim().min(1, 'say what is being done').max(2000),
};

/** Whether Criticals within a window are notified; shown they are in any case. */
const notifyCriticalSchema = z.boolean().default(true);

/** The longest window by default: whoever needs more makes another one, and looks at it by then. */
export const USUAL_MAX_WINDOW_MS = DAY_MS;

/** A time range in which alerts of a gateway, a tunnel or a class are expected: they are suppressed, and listed. */
export const maintenanceWindowSchema = z.object({
  id: z.number().int().positive(),
  by: z.string(),
  /** Epoch ms. */
  from: z.number(),
  until: z.number(),
  ...fields,
  notifyCritical: notifyCriticalSchema,
});

export type MaintenanceWindow = z.infer<typeof maintenanceWindowSchema>;

/** A window as pages receive it, with the name of the tunnel that it covers. */
export const shownWindowSchema = maintenanceWindowSchema.extend(namedShape);

export type ShownWindow = z.infer<typeof shownWindowSchema>;

/** A time as ISO 8601. */
const timeSchema = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** The request for a new window; times are epoch ms. */
export const maintenanceWindowRequestSchema = z
  .strictObject({ from: z.number().int(), until: z.number().int(), ...fields, notifyCritical: notifyCriticalSchema })
  .refine(({ from, until }) => from < until, { message: 'until must be later than from' })
  .refine(({ gateway, matchkey }) => matchkey === null || gateway !== null, {
    message: 'a matchkey is unique only within its gateway: name it too',
  })
  .refine(({ gateway, class: ofClass }) => gateway !== null || ofClass !== null, {
    message: 'name a gateway, a tunnel or a class: a window over everything would hide everything',
  });

export type MaintenanceWindowRequest = z.infer<typeof maintenanceWindowRequestSchema>;

/** The same over HTTP: times in ISO 8601. */
export const maintenanceWindowBodySchema = z
  .strictObject({ from: timeSchema, until: timeSchema, ...fields, notifyCritical: z.boolean().optional() })
  .pipe(maintenanceWindowRequestSchema);

/** How a command on a window ended. */
export type WindowResult = { ok: true; window: MaintenanceWindow } | { ok: false; problem: Problem };
