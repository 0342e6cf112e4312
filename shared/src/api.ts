import { z } from 'zod';
import {
  acknowledgementSchema,
  alertClassSchema,
  shownAlertSchema,
  alertStateSchema,
  closureSchema,
  shelfSchema,
} from './alert.js';
import { shownAlertHealthSchema } from './alert-health.js';
import { alertCommandSchema, bulkCommandSchema } from './alert-command.js';
import { AUDIT_OUTCOMES, auditEntrySchema } from './audit.js';
import {
  catchUpSchema,
  dropShareSchema,
  CONFIDENCES,
  dropPointSchema,
  ownCounterSchema,
  saRateSchema,
  tunnelDiagnosisSchema,
  tunnelVerdictSchema,
  verdictGroupSchema,
  verdictSchema,
  verdictSpanSchema,
  windowAnalysisSchema,
} from './diagnosis.js';
import { clusterStatusSchema, clusterStreamSchema } from './cluster.js';
import { counterEndSchema, counterRunSchema, counterSampleSchema, forecastSchema } from './sa-course.js';
import { textsByNameSchema } from './texts-by-name.js';
import { shownEventSchema } from './event.js';
import { explanationSchema, lineHeaderSchema, lineTimeSchema, timeOriginSchema } from './explanation.js';
import { eventClassSchema } from './failure-class.js';
import { namedShape } from './inventory.js';
import { shownWindowSchema } from './maintenance-window.js';
import { alertSilenceSchema, channelStateSchema } from './notification.js';
import { prioritySchema } from './priority.js';
import { chartWindowSchema, seriesResponseSchema, seriesSchema } from './series.js';
import { severitySchema } from './severity.js';
import {
  lineSampleSchema,
  pastErrorSchema,
  silenceSchema,
  SOURCE_STATES,
  sourceHealthSchema,
} from './source-health.js';
import { alertSubjectSchema } from './subject.js';
import { gatewaySchema, shownTunnelSchema, switchOverSchema } from './tunnel.js';

/**
 * The HTTP contract. Times are ISO 8601 in UTC on the wire; parsing with one of these schemas turns them into the
 * epoch milliseconds that the rest of the code uses, so that a page sees one type whether it came live or over HTTP.
 */
export const isoTimeSchema = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const nullableIso = isoTimeSchema.nullable();

export const apiEventSchema = shownEventSchema.extend({
  time: isoTimeSchema,
  receivedTime: isoTimeSchema,
  /** Meanings of the numbers, by parameter: protocols, ECN code points, units, why a length does not fit. */
  meanings: textsByNameSchema,
});

export const apiAlertSchema = shownAlertSchema.extend({
  firstTime: isoTimeSchema,
  lastTime: isoTimeSchema,
  openedAt: isoTimeSchema,
  lastAt: isoTimeSchema,
  toldAt: isoTimeSchema,
  waitingSince: isoTimeSchema,
  turns: z.array(isoTimeSchema),
  acknowledgement: acknowledgementSchema.extend({ at: isoTimeSchema, until: nullableIso }).nullable(),
  shelf: shelfSchema.extend({ at: isoTimeSchema, until: isoTimeSchema }).nullable(),
  closure: closureSchema.extend({ at: isoTimeSchema }).nullable(),
  verdict: tunnelVerdictSchema.extend({ since: isoTimeSchema }).nullable(),
});

export const apiChannelSchema = channelStateSchema.extend({
  lastSentAt: nullableIso,
  lastErrorAt: nullableIso,
  nextAttemptAt: nullableIso,
  askedToWaitUntil: nullableIso,
});

export const apiTunnelSchema = shownTunnelSchema.extend({
  firstTime: isoTimeSchema,
  lastTime: isoTimeSchema,
  verdict: tunnelVerdictSchema.extend({ since: isoTimeSchema }).nullable(),
});

const apiVerdictGroupSchema = verdictGroupSchema.extend({
  firstSince: isoTimeSchema,
  lastSince: isoTimeSchema,
  examples: z.array(
    z.object({ ...namedShape, matchkey: z.string(), confidence: z.enum(CONFIDENCES), since: isoTimeSchema }),
  ),
});

/** What the drops of a gateway are consistent with, now or in a time range. */
export const apiGatewayCausesSchema = z.object({
  /** The time range; null for now, by the live verdicts. */
  over: z.object({ from: isoTimeSchema, to: isoTimeSchema }).nullable(),
  verdicts: z.array(verdictSchema),
  groups: z.array(apiVerdictGroupSchema),
  /** Tunnels that have a verdict. */
  judged: z.number().int().nonnegative(),
  /** Tunnels with events in the range, at most one more than were diagnosed, and how many were: those with the most events. */
  failing: z.number().int().nonnegative(),
  examined: z.number().int().nonnegative(),
});

/** A gateway as HTTP returns it. */
const apiGatewaySummarySchema = gatewaySchema.extend({
  lastTime: nullableIso,
  lastArrival: nullableIso,
  silence: silenceSchema.extend({ since: isoTimeSchema }).nullable(),
  switchOvers: z.array(switchOverSchema.extend({ at: isoTimeSchema })),
});

/** A gateway with the common causes of its tunnels. */
export const apiGatewaySchema = apiGatewayCausesSchema.extend({
  /** Other gateways whose names differ only in case or domain: an alias joins those that are the same. */
  namesakes: z.array(z.string()),
  gateway: apiGatewaySummarySchema,
});

/** A page of the list of gateways. */
export const gatewayPageSchema = z.object({
  items: z.array(apiGatewaySummarySchema),
  nextCursor: z.string().nullable(),
  /** All that match. */
  total: z.number().int().nonnegative(),
});

export type GatewayPage = z.output<typeof gatewayPageSchema>;

export type ApiGateway = z.output<typeof apiGatewaySchema>;

const apiSampleSchema = lineSampleSchema.extend({ at: isoTimeSchema });

export const apiSourceSchema = sourceHealthSchema.extend({
  lastArrival: nullableIso,
  lastTime: nullableIso,
  silence: silenceSchema.extend({ since: isoTimeSchema }).nullable(),
  pastError: pastErrorSchema.extend({ at: isoTimeSchema }).nullable(),
  unreadableSamples: z.array(apiSampleSchema),
  unknownSamples: z.array(apiSampleSchema),
  doubtSamples: z.array(apiSampleSchema),
});

export const apiClusterSchema = clusterStatusSchema.extend({
  /** When this server last heard of its cluster. */
  at: isoTimeSchema,
  since: nullableIso,
  stream: clusterStreamSchema.extend({ firstAt: nullableIso }).nullable(),
});

const apiTimeOrigin = { at: isoTimeSchema };

export const apiExplanationSchema = explanationSchema.extend({
  headers: z.array(lineHeaderSchema.extend({ time: nullableIso })),
  time: lineTimeSchema.extend(apiTimeOrigin).nullable(),
  receivedTime: timeOriginSchema.extend(apiTimeOrigin).nullable(),
});

export const apiSeriesResponseSchema = seriesResponseSchema.extend({
  from: isoTimeSchema,
  to: isoTimeSchema,
  newestTime: nullableIso,
  series: z.array(seriesSchema.extend({ points: z.array(z.tuple([isoTimeSchema, z.number().int().nonnegative()])) })),
});

/** A list with a cursor to the next page; null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const searchProgressSchema = z.object({
  searched: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
});

export type SearchProgress = z.infer<typeof searchProgressSchema>;

export const eventPageSchema = pageOf(apiEventSchema).extend({
  /** Where the time limit ended the search: nothing newer is missing, and `nextCursor` leads on. Null when it is complete. */
  searchedTo: nullableIso,
  /** How many of the stored events in the time range the search has passed by then. */
  progress: searchProgressSchema.nullable(),
});
export const tunnelPageSchema = pageOf(apiTunnelSchema).extend({ total: z.number().int().nonnegative() });
export const alertPageSchema = pageOf(apiAlertSchema);
export const sourcePageSchema = pageOf(apiSourceSchema);
const apiForecastSchema = forecastSchema.extend({
  at: isoTimeSchema,
  earliest: isoTimeSchema,
  latest: isoTimeSchema,
  seenAt: isoTimeSchema,
});

const apiCounterEndSchema = counterEndSchema.extend({
  at: isoTimeSchema,
  lastLostAt: isoTimeSchema,
  foreseen: z.object({ first: apiForecastSchema, last: apiForecastSchema }).nullable(),
});

const apiCounterRunSchema = counterRunSchema.extend({
  samples: z.array(counterSampleSchema.extend({ time: isoTimeSchema })),
});

const isoSpan = { from: isoTimeSchema, to: isoTimeSchema };

export const apiTunnelDiagnosisSchema = tunnelDiagnosisSchema.extend({
  ...isoSpan,
  verdictsOver: z.object(isoSpan).nullable(),
  history: z.array(verdictSpanSchema.extend(isoSpan)),
  window: windowAnalysisSchema.extend({
    rate: saRateSchema.extend(isoSpan).nullable(),
    dropShare: dropShareSchema.extend(isoSpan).nullable(),
    catchUp: catchUpSchema
      .extend({ at: isoTimeSchema, earliest: isoTimeSchema, latest: isoTimeSchema, seenAt: isoTimeSchema })
      .nullable(),
    rekeys: z.array(isoTimeSchema),
    forecasts: z.array(apiForecastSchema),
    course: z.array(apiCounterRunSchema),
    own: ownCounterSchema.extend({ at: isoTimeSchema, end: apiCounterEndSchema.nullable() }).nullable(),
  }),
  points: z.array(dropPointSchema.extend({ time: isoTimeSchema })),
});

export const countSchema = z.object({ count: z.number().int().nonnegative() });

export const text = z.string().max(8192);
export const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);

/** A time as ISO 8601 or as epoch milliseconds. */
export const timeParameterSchema = z
  .union([z.iso.datetime({ offset: true }), z.string().regex(/^\d{1,16}$/)])
  .transform((value) => (/^\d+$/.test(value) ? Number(value) : Date.parse(value)));

/** `q` matches part of the name, ignoring case; `trouble` keeps the sources with problems, or those without. */
const sourceFilterSchema = z.strictObject({
  q: z.string().max(200).optional(),
  state: z.enum(SOURCE_STATES).optional(),
  trouble: z.enum(['true', 'false']).optional(),
});

export type SourceFilter = z.infer<typeof sourceFilterSchema>;

export const sourceListQuerySchema = sourceFilterSchema.extend({
  limit: limit(1000, 100),
  cursor: z.string().max(200).optional(),
});

export const sourceExportQuerySchema = sourceFilterSchema.extend({ format: z.enum(['csv', 'ndjson']) });

const actionBodyFields = { until: isoTimeSchema.nullable().default(null) };

/** Body of an action on one alert: the version that the author saw, and the fields of the action. */
export const alertActionBodySchema = alertCommandSchema.omit({ id: true, action: true }).extend(actionBodyFields);

export const bulkBodySchema = bulkCommandSchema.extend(actionBodyFields);

export const bulkAnswerSchema = z.object({ matched: z.number().int(), changed: z.number().int(), dryRun: z.boolean() });

export const apiAlertHealthSchema = shownAlertHealthSchema.extend({ from: isoTimeSchema, to: isoTimeSchema });

export const apiWindowSchema = shownWindowSchema.extend({ from: isoTimeSchema, until: isoTimeSchema });
export const windowPageSchema = pageOf(apiWindowSchema);

export const apiAuditEntrySchema = auditEntrySchema.extend({ at: isoTimeSchema });
export type ApiAuditEntry = z.output<typeof apiAuditEntrySchema>;
export const auditPageSchema = pageOf(apiAuditEntrySchema);

const entryNumber = (expects: string) => z.string().regex(/^\d{1,15}$/, expects);

/** Actions that one query may name. */
const MAX_ACTIONS = 20;

/**
 * `action` is one action or several with commas between them; `by=people` leaves out what Tunnelwatch did by itself; `q` is
 * searched in the subject, the comment, and what was changed.
 */
export const auditQuerySchema = z.strictObject({
  target: z.string().max(200).optional(),
  actor: z.string().max(200).optional(),
  action: z
    .string()
    .max(600)
    .regex(/^\w+(,\w+)*$/, 'an action, or several with commas between them')
    .transform((names) => names.split(','))
    .refine((names) => names.length <= MAX_ACTIONS, `at most ${String(MAX_ACTIONS)} actions`)
    .optional(),
  by: z.enum(['people', 'anybody']).optional(),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  q: z.string().max(200).optional(),
  from: timeParameterSchema.optional(),
  to: timeParameterSchema.optional(),
  limit: limit(1000, 100),
  cursor: entryNumber('take it from nextCursor of the page before').optional(),
});

/** `after` is the number of an entry: only later entries are returned; entries later than the time `at` are not. */
export const historyQuerySchema = auditQuerySchema
  .pick({ limit: true, cursor: true })
  .extend({ after: entryNumber('the number of an entry').optional(), at: timeParameterSchema.optional() });

/** The state of the audit trail and its hash chain. */
export const auditStateSchema = z.object({
  /** Number of entries, and the newest one; null while there is none. */
  entries: z.number().int(),
  head: z.object({ id: z.number().int(), hash: z.string(), at: isoTimeSchema }).nullable(),
  /** The last check, and how many of the newest entries it verified; null before the first. */
  verified: z.object({ at: isoTimeSchema, entries: z.number().int() }).nullable(),
  /** Where the newest entry is published besides the log; null for nowhere. */
  receiver: z.enum(['webhook', 'syslog']).nullable(),
  /** The entry that was published last, and when; null if none was since the start. */
  published: z.object({ id: z.number().int(), at: isoTimeSchema }).nullable(),
  /** Why the newest entry could not be published; null if it was. */
  publishFault: z.string().nullable(),
  /** What is wrong, each in a sentence that names the entries; and what to do about it, null if nothing is wrong. */
  problems: z.array(z.string()),
  remedy: z.string().nullable(),
  /** True if the key of the chain is in the data folder, where whoever can change the store can read it. */
  isKeyInside: z.boolean(),
});
export type AuditTrailState = z.output<typeof auditStateSchema>;

/** Who acts in the audit trail and what is done in it, for filters; the first of them by name. */
export const auditChoicesSchema = z.object({ actors: z.array(z.string()), actions: z.array(z.string()) });

export const membersQuerySchema = z.strictObject({ limit: limit(1000, 100) });

export const memberPageSchema = pageOf(
  z.object({
    ...namedShape,
    subject: alertSubjectSchema,
    count: z.number().int(),
    firstTime: isoTimeSchema,
    lastTime: isoTimeSchema,
  }),
);

export const acknowledgeLinkQuerySchema = z.strictObject({ token: z.string().max(200) });

export const channelPageSchema = pageOf(apiChannelSchema);

export const silencePageSchema = pageOf(alertSilenceSchema.extend({ until: isoTimeSchema }));

export const auditExportQuerySchema = auditQuerySchema
  .omit({ limit: true, cursor: true })
  .extend({ format: z.enum(['csv', 'ndjson']) });

/** Filters shared by events, count and export. `severity` matches that severity and worse; `q` is searched in the raw line. */
export const eventFilterSchema = z.strictObject({
  gateway: text.optional(),
  matchkey: text.optional(),
  iface: text.optional(),
  messageId: z.coerce.number().int().nonnegative().optional(),
  class: eventClassSchema.optional(),
  severity: severitySchema.optional(),
  from: timeParameterSchema.optional(),
  to: timeParameterSchema.optional(),
  q: z.string().max(200).optional(),
});

export type EventFilter = z.infer<typeof eventFilterSchema>;

/** A past time: what was stored later is left out, so that the answer is what it was then. */
const asItWas = { at: timeParameterSchema.optional() };

export const eventCountQuerySchema = eventFilterSchema.extend(asItWas);

export const eventListQuerySchema = eventFilterSchema.extend({
  ...asItWas,
  limit: limit(1000, 100),
  cursor: z.string().max(200).optional(),
  /** Seconds after which the search ends with what it has found; the server's own limit without it. */
  timeout: z.coerce.number().min(0.1).max(20).optional(),
});

export const eventExportQuerySchema = eventFilterSchema.extend({ format: z.enum(['csv', 'ndjson']) });

/** The time range of a tunnel's analysis: a range, or a window that ends now. */
export const tunnelTimeQuerySchema = eventFilterSchema
  .pick({ from: true, to: true })
  .extend({ ...asItWas, window: chartWindowSchema.default('1h') });

/** Without any of these a gateway is shown as it is now. */
export const gatewayQuerySchema = tunnelTimeQuerySchema.extend({ window: chartWindowSchema.optional() });

export const GATEWAY_SORTS = ['gateway', 'last', 'tunnels', 'recent', 'replay', 'integrity'] as const;

/** `replay` and `integrity` sort by the count within the activity window, `last` by the arrival of the newest line. */
export const gatewayListQuerySchema = z.strictObject({
  q: z.string().max(200).optional(),
  sort: z.enum(GATEWAY_SORTS).default('gateway'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: limit(1000, 100),
  cursor: z.string().max(200).optional(),
});

export type GatewayListQuery = z.infer<typeof gatewayListQuerySchema>;

export const TUNNEL_SORTS = ['recent', 'total', 'replay', 'integrity', 'last', 'first', 'gateway', 'matchkey'] as const;

/** `replay` and `integrity` sort by the count within the activity window, then by the total. */
export const tunnelListQuerySchema = z.strictObject({
  q: z.string().max(200).optional(),
  gateway: text.optional(),
  sort: z.enum(TUNNEL_SORTS).default('recent'),
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: limit(1000, 100),
  cursor: z.string().max(200).optional(),
});

export type TunnelListQuery = z.infer<typeof tunnelListQuerySchema>;

/** `step` is in seconds and is widened when it would give more than 300 points. */
export const seriesQuerySchema = z.strictObject({
  gateway: text.optional(),
  matchkey: text.optional(),
  iface: text.optional(),
  class: eventClassSchema.optional(),
  messageId: z.coerce.number().int().nonnegative().optional(),
  by: z.enum(['tunnel', 'gateway', 'class', 'messageId']).default('class'),
  top: z.coerce.number().int().min(1).max(50).default(10),
  from: timeParameterSchema.optional(),
  to: timeParameterSchema.optional(),
  step: z.coerce.number().int().min(1).max(31_536_000).optional(),
  ...asItWas,
});

export const alertQuerySchema = z.strictObject(asItWas);

export type SeriesQuery = z.infer<typeof seriesQuerySchema>;

export const alertListQuerySchema = z.strictObject({
  state: alertStateSchema.optional(),
  priority: prioritySchema.optional(),
  gateway: text.optional(),
  matchkey: text.optional(),
  class: alertClassSchema.optional(),
  /** Late arrivals: alerts whose events were already old on arrival. */
  past: z.enum(['true', 'false']).optional(),
  limit: limit(1000, 100),
  cursor: z.string().max(200).optional(),
});

export type AlertListQuery = z.infer<typeof alertListQuerySchema>;
