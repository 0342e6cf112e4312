import { z } from 'zod';
import { alertClassSchema, alertStateSchema } from './alert.js';
import { apiAlertSchema, isoTimeSchema, timeParameterSchema } from './api.js';
import { failureClassSchema } from './failure-class.js';
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

/** A list that is bounded: how many more there are. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), notShown: count });
}

const spanSchema = z.object({ from: isoTimeSchema, to: isoTimeSchema });
const busiestSchema = spanSchema.extend({ count }).nullable();

/** How many alerts of a priority were in a state; what is zero is left out. */
const standingSchema = z.array(z.object({ priority: prioritySchema, state: alertStateSchema, count }));

/** An alert as it was at the end of the time, and what became of it within it. */
const reportAlertSchema = apiAlertSchema.extend({
  /** Its state at the beginning; null for one that was opened later. */
  stateAtStart: alertStateSchema.nullable(),
  /** The first acknowledgement within the time, and how long after it was opened; null where nobody acknowledged it. */
  answer: z.object({ by: z.string(), at: isoTimeSchema, afterMs: z.number() }).nullable(),
  /** What somebody said of it last, by the end of the time. */
  words: z.object({ by: z.string(), at: isoTimeSchema, comment: z.string() }).nullable(),
});

const alertsSchema = z.object({
  atStart: standingSchema,
  atEnd: standingSchema,
  /** Open at the beginning. */
  handedOver: count,
  /** Opened within the time, those left out that were folded into others; those of past events too. */
  opened: count,
  folded: count,
  /** Opened for events that were old already when they arrived: they ask for nothing. */
  openedPast: count,
  /** Of the opened ones, those whose rule and subject had an alert before. */
  recurring: count,
  /** What ended: the condition was gone and somebody had seen it, somebody closed it, or it was folded into another one. */
  ended: z.object({ over: count, closed: count, folded: count }),
  openAtEnd: count,
  /** Of the alerts that were opened. */
  byPriority: z.array(z.object({ priority: prioritySchema, count })),
  byClass: z.array(z.object({ class: alertClassSchema, count })),
  byRule: listOf(z.object({ rule: z.string(), count })),
  /** How often conditions ended by themselves, came back, and asked again after somebody had seen them. */
  turns: z.object({ returned: count, raised: count, askedAgain: count }),
  /** Rates of new alerts. */
  perHour: z.number(),
  perTenMinutes: z.number(),
  mostInTenMinutes: count,
  /** Share of the ten-minute spans with ten or more new alerts. */
  floodShare: z.number(),
  busiest: busiestSchema,
  /** From opened to first acknowledged, milliseconds; null where nothing was acknowledged. */
  answeredAfterMs: z.object({ median: z.number(), p90: z.number(), count }).nullable(),
  /** Alerts, the worst first. */
  openAtStartList: listOf(reportAlertSchema),
  openedList: listOf(reportAlertSchema),
  openAtEndList: listOf(reportAlertSchema),
});

/** Something that began and, where it did, ended. */
const troubleSchema = z.object({
  ...namedShape,
  alertId: z.number().int(),
  rule: z.string(),
  subject: alertSubjectSchema,
  message: z.string(),
  from: isoTimeSchema,
  to: isoTimeSchema.nullable(),
});

/** A count and that of the span before; null where that is not known. */
const comparedSchema = z.object({ count, before: count.nullable() });

const worstTunnelsSchema = z.array(comparedSchema.extend({ ...namedShape, gateway: z.string(), matchkey: z.string() }));

const failuresSchema = z.object({
  /** Failures of all classes; unknown messages are no failures. */
  total: comparedSchema,
  byClass: z.array(comparedSchema.extend({ class: failureClassSchema })),
  worst: z.object({ replay: worstTunnelsSchema, integrity: worstTunnelsSchema }),
  /** The ten minutes with most failures. */
  busiest: busiestSchema,
  /** The span of the same length before; not known where nothing was stored for all of it. */
  before: spanSchema.extend({ isKnown: z.boolean() }),
});

/** Something that somebody did. */
const deedSchema = z.object({
  at: isoTimeSchema,
  by: z.string(),
  /** A program with a token, and not a person. */
  isProgram: z.boolean(),
  /** As in the audit trail, such as `acknowledge`, `closeAll`, `windowMade`. */
  action: z.string(),
  target: z.string(),
  comment: z.string(),
  alert: z.object({ ...namedShape, id: z.number().int(), message: z.string(), subject: alertSubjectSchema }).nullable(),
  /** Until when an acknowledgement, a shelf or a maintenance window holds. */
  until: isoTimeSchema.nullable(),
  /** To whom an alert was assigned. */
  assignee: z.string().nullable(),
  /** Of an action on many alerts: how many it changed. */
  changed: count.nullable(),
});

const peopleSchema = z.object({
  /** Who did something, with how often; an action on many alerts counts as one deed. */
  byPerson: listOf(
    z.object({
      name: z.string(),
      isProgram: z.boolean(),
      deeds: count,
      actions: z.array(z.object({ action: z.string(), count })),
    }),
  ),
  /** In the order of time; of too many, the earliest are not shown. */
  deeds: listOf(deedSchema),
  signIns: count,
  failedSignIns: count,
  /** Changes of people and tokens, which stand in the list for admins only. */
  hidden: count,
});

const watchSchema = z.object({
  /** Spans without a sign of Tunnelwatch itself, to the minute. */
  gaps: listOf(spanSchema),
  storeErrors: listOf(spanSchema.extend({ text: z.string() })),
  /** Spans with sources that could not be read, and how many at the most. */
  degraded: listOf(spanSchema.extend({ most: count })),
  /** Spans in which reading was behind, and how far at the most, milliseconds. */
  lagging: listOf(spanSchema.extend({ mostMs: z.number() })),
});

/** What happened within a time, and who did what. Times are ISO 8601 on the wire. */
export const reportSchema = z.object({
  from: isoTimeSchema,
  to: isoTimeSchema,
  madeAt: isoTimeSchema,
  version: z.string(),
  /** Since when the past is known, where that is later than `from`; null where all of it is. */
  knownFrom: isoTimeSchema.nullable(),
  alerts: alertsSchema,
  /** Floods of alerts; null for one that lasted at the end. */
  floods: listOf(z.object({ from: isoTimeSchema, to: isoTimeSchema.nullable(), firstOut: z.number().int() })),
  /** Silence, clocks and lag of sources and gateways. */
  monitoring: listOf(troubleSchema),
  failures: failuresSchema,
  people: peopleSchema,
  watch: watchSchema,
});

/** A report with times as epoch milliseconds. */
export type Report = z.output<typeof reportSchema>;
export type ReportAlert = z.output<typeof reportAlertSchema>;
export type Deed = z.output<typeof deedSchema>;
export type Standing = z.output<typeof standingSchema>;
export type ReportSpan = z.output<typeof spanSchema>;

/** A bounded part of a list. */
export interface Listed<Item> {
  items: Item[];
  notShown: number;
}
