import { z } from 'zod';
import { failureClassSchema } from './failure-class.js';
import { prioritySchema } from './priority.js';
import { severitySchema } from './severity.js';
import { subjectSchema } from './subject.js';

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

export const acknowledgementSchema = z.object({
  by: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  comment: z.string(),
});

export type Acknowledgement = z.infer<typeof acknowledgementSchema>;

/** One episode of one rule on one subject. Times are epoch milliseconds. */
export const alertSchema = z.object({
  id: z.number().int().positive(),
  /** The rule that opened it; here `message-ID`. */
  rule: z.string(),
  subject: subjectSchema,
  messageId: z.number().int().nullable(),
  message: z.string(),
  severity: severitySchema,
  class: failureClassSchema,
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

/** Order of an alert list: unacknowledged first, then by priority, then the most recent. */
export function compareAlerts(a: Alert, b: Alert): number {
  return alertRank(b) - alertRank(a) || b.lastTime - a.lastTime || b.id - a.id;
}

const PRIORITY_WEIGHT = { urgent: 3, high: 2, medium: 1, low: 0 } as const;

function alertRank(alert: Alert): number {
  const isOpen = alert.state === 'unacknowledged' || alert.state === 'returnedUnacknowledged';
  return (alert.isPast ? 0 : 20) + (isOpen ? 10 : 0) + PRIORITY_WEIGHT[alert.priority];
}

/** Body of an acknowledgement. `version` is the one the operator saw. */
export const acknowledgeBodySchema = z.strictObject({
  version: z.number().int().positive(),
  by: z.string().trim().min(1, 'a name is needed').max(100),
  comment: z.string().trim().max(2000).default(''),
});

export type AcknowledgeBody = z.infer<typeof acknowledgeBodySchema>;
