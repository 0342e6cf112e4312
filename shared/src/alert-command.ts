import { z } from 'zod';
import { alertClassSchema, alertSchema, alertStateSchema } from './alert.js';
import { problemSchema } from './error-code.js';
import { prioritySchema } from './priority.js';
import { HOUR_MS } from './time-units.js';

/** What an operator can do with an alert. */
export const ALERT_ACTIONS = [
  'acknowledge',
  'unacknowledge',
  'assign',
  'comment',
  'shelve',
  'unshelve',
  'close',
  'reopen',
] as const;

export type AlertAction = (typeof ALERT_ACTIONS)[number];

export const alertActionSchema = z.enum(ALERT_ACTIONS);

/** A shelf ends by itself, after one shift at the most. */
export const MAX_SHELF_MS = 8 * HOUR_MS;

const commentSchema = z.string().trim().max(2000);
/** The name that somebody acts under where nobody signs in. */
export const nameSchema = z.string().trim().min(1, 'a name is needed').max(100);

/** Identifies one request, so that it is carried out only once however often it is sent. */
export const requestKeySchema = z.string().min(8).max(100);

/** Fields of every action besides the version; each action uses those that it needs. */
const actionFields = {
  comment: commentSchema.default(''),
  /** When an acknowledgement or a shelf expires, epoch ms; null for an acknowledgement that does not expire. */
  until: z.number().int().nullable().default(null),
  /** Assignee; null for nobody. */
  assignee: nameSchema.nullable().default(null),
  requestKey: requestKeySchema.optional(),
  /** Name of the person acting, where nobody signs in; otherwise it must be left out. */
  by: nameSchema.optional(),
};

/**
 * An action on one alert. `version` is the one that the author saw: subjects that a group got since, with Criticals, stay
 * unacknowledged.
 */
export const alertCommandSchema = z.strictObject({
  id: z.number().int().positive(),
  action: alertActionSchema,
  version: z.number().int().positive(),
  ...actionFields,
});

export type AlertCommand = z.infer<typeof alertCommandSchema>;

/** Alerts that match all given fields. Without `state`, all that need action. */
export const alertFilterSchema = z.strictObject({
  state: alertStateSchema.optional(),
  priority: prioritySchema.optional(),
  gateway: z.string().max(8192).optional(),
  matchkey: z.string().max(8192).optional(),
  class: alertClassSchema.optional(),
  assignee: z.string().max(100).optional(),
  rule: z.string().max(200).optional(),
});

export type AlertFilter = z.infer<typeof alertFilterSchema>;

/** Alerts of one bulk action that its author names. */
const MAX_SEEN = 10_000;

/**
 * An action on all alerts that match a filter; with `dryRun` it only returns how many they are. `seen` names those that its
 * author saw, as they were: others, and those that have changed since, are left. Without it, urgent alerts are left.
 */
export const bulkCommandSchema = z.strictObject({
  action: alertActionSchema,
  filter: alertFilterSchema,
  dryRun: z.boolean().default(false),
  seen: z
    .array(z.strictObject({ id: z.number().int().positive(), version: z.number().int().positive() }))
    .max(MAX_SEEN)
    .optional(),
  ...actionFields,
});

export type BulkCommand = z.infer<typeof bulkCommandSchema>;

/** How a command ended. A refusal carries the current alert where there is one. */
export const commandResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), alert: alertSchema }),
  z.object({ ok: z.literal(false), problem: problemSchema, alert: alertSchema.nullable() }),
]);

export type CommandResult = z.infer<typeof commandResultSchema>;

/**
 * How a bulk command ended: `matched` alerts match the filter, `changed` of them could be changed, and `unseen` were left
 * because its author had not seen them as they are.
 */
export const bulkResultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    matched: z.number().int(),
    changed: z.number().int(),
    unseen: z.number().int().default(0),
  }),
  z.object({ ok: z.literal(false), problem: problemSchema }),
]);

export type BulkResult = z.infer<typeof bulkResultSchema>;
