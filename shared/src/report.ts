import { z } from 'zod';
import { alertClassSchema, alertStateSchema } from './alert.js';
import { apiAlertSchema, isoTimeSchema, timeParameterSchema } from './api.js';
import { failureClassSchema } from './failure-class.js';
import { handOverNoteSchema } from './hand-over.js';
import { namedShape } from './inventory.js';
import { prioritySchema } from './priority.js';
import { alertSubjectSchema } from './subject.js';
import { DAY_MS, HOUR_MS } from './time-units.js';

/** A report covers the last eight hours where no time is named, and seven days at the most. */
export const USUAL_REPORT_MS = 8 * HOUR_MS;
export const MAX_REPORT_MS = 7 * DAY_MS;

export const reportQuerySchema = z.strictObject({
  from: timeParameterSchema.optional(),
  to: timeParameterSchema.optional(),
});

const count = z.number().int().nonnegative();

/** A bounded list, and how many more entries there are. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), notShown: count });
}

const spanSchema = z.object({ from: isoTimeSchema, to: isoTimeSchema });
const busiestSchema = spanSchema.extend({ count }).nullable();

/** Number of alerts of a priority by state; zeros are left out. */
const standingSchema = z.array(z.object({ priority: prioritySchema, state: alertStateSchema, count }));

/** An alert as it was at the end of the period, and what happened to it within the period. */
const reportAlertSchema = apiAlertSchema.extend({
  /** Its state at the beginning; null for one that was opened later. */
  stateAtStart: alertStateSchema.nullable(),
  /** The first acknowledgement within the period, and the time from opening to it; null if nobody acknowledged it. */
  answer: z.object({ by: z.string(), at: isoTimeSchema, afterMs: z.number() }).nullable(),
  /** The last comment on it, by the end of the period. */
  words: z.object({ by: z.string(), at: isoTimeSchema, comment: z.string() }).nullable(),
});

const alertsSchema = z.object({
  atStart: standingSchema,
  atEnd: standingSchema,
  /** Open at the beginning. */
  handedOver: count,
  /** Opened within the period, without those that were grouped under others; late arrivals included. */
  opened: count,
  folded: count,
  /** Late arrivals: opened for events that were already old on arrival, so they need no action. */
  openedPast: count,
  /** How many of the opened ones had an earlier alert with the same rule and subject. */
  recurring: count,
  /** Ended: cleared and acknowledged, closed by an operator, or grouped under another alert. */
  ended: z.object({ over: count, closed: count, folded: count }),
  openAtEnd: count,
  /** Of the alerts that were opened. */
  byPriority: z.array(z.object({ priority: prioritySchema, count })),
  byClass: z.array(z.object({ class: alertClassSchema, count })),
  byRule: listOf(z.object({ rule: z.string(), count })),
  /** How often conditions cleared by themselves, returned, and returned after an acknowledgement. */
  turns: z.object({ returned: count, raised: count, askedAgain: count }),
  /** Rates of new alerts. */
  perHour: z.number(),
  perTenMinutes: z.number(),
  mostInTenMinutes: count,
  /** Share of the ten-minute spans with ten or more new alerts. */
  floodShare: z.number(),
  busiest: busiestSchema,
  /** From opened to first acknowledged, milliseconds; null if nothing was acknowledged. */
  answeredAfterMs: z.object({ median: z.number(), p90: z.number(), count }).nullable(),
  /** Alerts, the worst first. */
  openAtStartList: listOf(reportAlertSchema),
  openedList: listOf(reportAlertSchema),
  openAtEndList: listOf(reportAlertSchema),
});

/** Something with a beginning and, unless it is still going on, an end. */
const troubleSchema = z.object({
  ...namedShape,
  alertId: z.number().int(),
  rule: z.string(),
  subject: alertSubjectSchema,
  message: z.string(),
  from: isoTimeSchema,
  to: isoTimeSchema.nullable(),
});

/** A count and that of the previous period; null where that is not known. */
const comparedSchema = z.object({ count, before: count.nullable() });

const worstTunnelsSchema = z.array(comparedSchema.extend({ ...namedShape, gateway: z.string(), matchkey: z.string() }));

const failuresSchema = z.object({
  /** Failures of all classes; unknown messages are not failures. */
  total: comparedSchema,
  byClass: z.array(comparedSchema.extend({ class: failureClassSchema })),
  worst: z.object({ replay: worstTunnelsSchema, integrity: worstTunnelsSchema }),
  /** The ten minutes with the most failures. */
  busiest: busiestSchema,
  /** The previous period of the same length; unknown unless data was stored for all of it. */
  before: spanSchema.extend({ isKnown: z.boolean() }),
});

/** An action of a user. */
const activitySchema = z.object({
  at: isoTimeSchema,
  by: z.string(),
  /** True for a program with a token instead of a person. */
  isProgram: z.boolean(),
  /** As in the audit trail, such as `acknowledge`, `closeAll`, `windowMade`. */
  action: z.string(),
  target: z.string(),
  comment: z.string(),
  alert: z.object({ ...namedShape, id: z.number().int(), message: z.string(), subject: alertSubjectSchema }).nullable(),
  /** When an acknowledgement, a shelf or a maintenance window expires. */
  until: isoTimeSchema.nullable(),
  /** The assignee of an alert. */
  assignee: z.string().nullable(),
  /** Of a bulk action: how many alerts it changed. */
  changed: count.nullable(),
});

const peopleSchema = z.object({
  /** A user, and how often they acted; a bulk action counts once. */
  byPerson: listOf(
    z.object({
      name: z.string(),
      isProgram: z.boolean(),
      activities: count,
      actions: z.array(z.object({ action: z.string(), count })),
    }),
  ),
  /** In chronological order; when there are too many, the earliest are not shown. */
  activities: listOf(activitySchema),
  signIns: count,
  failedSignIns: count,
  /** Changes of users and tokens, which only admins see in the list. */
  hidden: count,
});

const watchSchema = z.object({
  /** Periods without a sign of life from Tunnelwatch itself, to the minute. */
  gaps: listOf(spanSchema),
  storeErrors: listOf(spanSchema.extend({ text: z.string() })),
  /** Periods with sources that could not be read, and how many at most. */
  degraded: listOf(spanSchema.extend({ most: count })),
  /** Periods with a reading lag, and its maximum, milliseconds. */
  lagging: listOf(spanSchema.extend({ mostMs: z.number() })),
});

/** What happened within a period, and who did what. Times are ISO 8601 on the wire. */
export const reportSchema = z.object({
  from: isoTimeSchema,
  to: isoTimeSchema,
  madeAt: isoTimeSchema,
  version: z.string(),
  /** Since when the past is known, if that is later than `from`; null if all of it is known. */
  knownFrom: isoTimeSchema.nullable(),
  alerts: alertsSchema,
  /** Floods of alerts; a null end means that it was still going on. */
  floods: listOf(z.object({ from: isoTimeSchema, to: isoTimeSchema.nullable(), firstOut: z.number().int() })),
  /** Silence, clocks and lag of sources and gateways. */
  monitoring: listOf(troubleSchema),
  failures: failuresSchema,
  people: peopleSchema,
  /** Notes of earlier shifts that waited at the beginning or were read within the period, and those written within it. */
  notes: z.object({ received: listOf(handOverNoteSchema), written: listOf(handOverNoteSchema) }),
  watch: watchSchema,
});

/** A report with times as epoch milliseconds. */
export type Report = z.output<typeof reportSchema>;
export type ReportAlert = z.output<typeof reportAlertSchema>;
export type Activity = z.output<typeof activitySchema>;
export type Standing = z.output<typeof standingSchema>;
export type ReportSpan = z.output<typeof spanSchema>;

/** A bounded part of a list. */
export interface Listed<Item> {
  items: Item[];
  notShown: number;
}
