import { z } from 'zod';
import { COUNTED_CLASSES } from './failure-class.js';
import { priorityRank, prioritySchema } from './priority.js';
import { severityRank, severitySchema } from './severity.js';
import { alertSubjectSchema } from './subject.js';

/** States of an alert (ISA-18.2 terms). */
export const ALERT_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returnedUnacknowledged',
  'shelved',
  'suppressed',
  'outOfService',
  'closed',
] as const;

export type AlertState = (typeof ALERT_STATES)[number];

export const alertStateSchema = z.enum(ALERT_STATES);

/** Classes of alerts: those of events that are counted, and `monitoring` for what is wrong with what tells us of them. */
export const ALERT_CLASSES = [...COUNTED_CLASSES, 'monitoring'] as const;

export type AlertClass = (typeof ALERT_CLASSES)[number];

export const alertClassSchema = z.enum(ALERT_CLASSES);

export const acknowledgementSchema = z.object({
  by: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  comment: z.string(),
});

/** One episode of one rule on one subject. Times are epoch milliseconds. */
export const alertSchema = z.object({
  id: z.number().int().positive(),
  /** The rule that opened it: `message-ID`, or one of those of monitoring. */
  rule: z.string(),
  subject: alertSubjectSchema,
  messageId: z.number().int().nullable(),
  message: z.string(),
  severity: severitySchema,
  class: alertClassSchema,
  priority: prioritySchema,
  state: alertStateSchema,
  /** True when the condition leaves something behind and only an operator can end it. */
  isLatched: z.boolean(),
  /** True when all its events were already old on arrival: it is listed as past and demands nothing. */
  isPast: z.boolean(),
  count: z.number().int().positive(),
  firstTime: z.number(),
  lastTime: z.number(),
  /** When it was opened here. */
  openedAt: z.number(),
  acknowledgement: acknowledgementSchema.nullable(),
  /** Rises with every change of state; an action on an older version is refused. */
  version: z.number().int().positive(),
  /** The episode before this one on the same rule and subject. */
  previousId: z.number().int().nullable(),
});

export type Alert = z.infer<typeof alertSchema>;

/** Order of an alert list: what is over comes last, unacknowledged first, then by priority, then by severity, then the most recent. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    Number(a.isPast) - Number(b.isPast) ||
    Number(isOver(a)) - Number(isOver(b)) ||
    Number(isUnacknowledged(b)) - Number(isUnacknowledged(a)) ||
    priorityRank(b.priority) - priorityRank(a.priority) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    b.lastTime - a.lastTime ||
    b.id - a.id
  );
}

/** True for an alert that asks for nothing any more: its condition is gone and somebody has seen it, or closed it. */
export function isOver(alert: Alert): boolean {
  return alert.state === 'normal' || alert.state === 'closed';
}

/** True while nobody has said that they have seen it. */
export function isUnacknowledged(alert: Alert): boolean {
  return alert.state === 'unacknowledged' || alert.state === 'returnedUnacknowledged';
}

/** Body of an acknowledgement. `version` is the one the operator saw. */
export const acknowledgeBodySchema = z.strictObject({
  version: z.number().int().positive(),
  by: z.string().trim().min(1, 'a name is needed').max(100),
  comment: z.string().trim().max(2000).default(''),
});
