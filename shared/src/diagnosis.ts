import { z } from 'zod';
import { counterEndSchema, counterRunSchema, forecastSchema } from './sa-course.js';

/** What the evidence of a tunnel or gateway can be consistent with. */
export const VERDICT_NAMES = [
  'forged',
  'replay',
  'peer-reset',
  'peer-switch-over',
  'several-senders',
  'duplication',
  'reordering',
  'buffering',
  'esn-lateness',
  'integrity-key',
  'corruption',
  'encryption-key',
  'padding',
  'crypto-hardware',
  /** Verdicts on gateways: a cause that several tunnels share, or what messages about no tunnel indicate. */
  'common-path',
  'configuration-change',
  'ha-switch-over',
  'fragmentation',
  'memory',
  'undetermined',
] as const;

export type VerdictName = (typeof VERDICT_NAMES)[number];

export const CONFIDENCES = ['low', 'medium', 'high'] as const;

export type Confidence = (typeof CONFIDENCES)[number];

/** A figure behind a verdict, in words, with the newest events that it comes from. */
export const evidenceItemSchema = z.object({
  text: z.string(),
  /** Numbers of events, the oldest first; bounded. */
  events: z.array(z.number().int().positive()),
});

export type EvidenceItem = z.infer<typeof evidenceItemSchema>;

export const verdictSchema = z.object({
  name: z.enum(VERDICT_NAMES),
  confidence: z.enum(CONFIDENCES),
  /** Share of the examined drops that it explains, 0 to 1. */
  share: z.number().min(0).max(1),
  evidence: z.array(evidenceItemSchema),
  /** Catalogue messages whose recommended action applies. */
  messageIds: z.array(z.number().int().nonnegative()),
});

export type Verdict = z.infer<typeof verdictSchema>;

/** What a tunnel's recent drops are consistent with, in short, and since when (epoch ms). */
export const tunnelVerdictSchema = z.object({
  name: z.enum(VERDICT_NAMES),
  confidence: z.enum(CONFIDENCES),
  since: z.number(),
});

export type TunnelVerdict = z.infer<typeof tunnelVerdictSchema>;

/** Which edge of the window `windowbase` names: the vendor's guide does not say. */
export const EDGE_MODELS = ['left', 'right'] as const;

export type EdgeModel = (typeof EDGE_MODELS)[number];

const count = z.number().int().nonnegative();

/** What the drops indicate about the edge that `windowbase` names, and which one the calculation assumes. */
export const edgeSchema = z.object({
  used: z.enum(EDGE_MODELS),
  /** True when a setting chose it. */
  isSet: z.boolean(),
  /** Left is proved by a single drop within the window above the base; right can only become likely. */
  finding: z.enum(['left', 'right-likely', 'undetermined', 'contradiction']),
  /** Drops with base < seqno ≤ base + window − 1: they refute the right edge. */
  above: count,
  /** Drops beyond base + window − 1: they contradict both. */
  beyond: count,
  /** Drops at most 3 below the base, or on it. */
  near: count,
  /** All drops that carry the three numbers. */
  drops: count,
  /** How many of them are from other tunnels of the gateway, consulted where the tunnel's own are not conclusive. */
  neighbours: count,
});

export type Edge = z.infer<typeof edgeSchema>;

/** How many of the late packets a window would have accepted, counted exactly. */
export const windowShareSchema = z.object({ window: count, accepted: count, late: count });

export type WindowShare = z.infer<typeof windowShareSchema>;

export const windowAdviceSchema = windowShareSchema.extend({ current: count });

export type WindowAdvice = z.infer<typeof windowAdviceSchema>;

/** Packets a second of the peer, by how fast the window moves. Times are epoch milliseconds. */
export const saRateSchema = z.object({ packetsPerSecond: z.number().nonnegative(), from: z.number(), to: z.number() });

export const DROP_KINDS = ['late', 'duplicate', 'inconsistent', 'integrity'] as const;

export type DropKind = (typeof DROP_KINDS)[number];

/** What kinds of drops are called. */
export const DROP_KIND_LABEL: Readonly<Record<DropKind, string>> = {
  late: 'late',
  duplicate: 'duplicate',
  inconsistent: 'above the window',
  integrity: 'integrity failed',
};

/** A dropped packet for the chart of numbers over time. */
export const dropPointSchema = z.object({
  seq: z.number().int().positive(),
  time: z.number(),
  kind: z.enum(DROP_KINDS),
  /** Decimal digits: numbers have up to 64 bits. */
  seqno: z.string(),
  /** The right edge of the window minus the number: negative above the window; null when the window is not known. */
  lag: z.number().nullable(),
  /** Size in packets of the window that refused it; null when its line names none. */
  windowSize: count.nullable(),
});

export type DropPoint = z.infer<typeof dropPointSchema>;

/** Drops of one range of needed windows, `from` to `to` both inclusive. */
export const lagBucketSchema = z.object({ from: count, to: count, count });

export type LagBucket = z.infer<typeof lagBucketSchema>;

/** The tunnel's outbound counter, as messages about packets to be sent show it. */
export const ownCounterSchema = z.object({
  /** Its last value, decimal digits, and when, epoch ms. */
  seqno: z.string(),
  at: z.number(),
  packetsPerSecond: z.number().nonnegative().nullable(),
  /** Packets that were not sent because the counter was exhausted (message 339). */
  overflows: count,
  /** Null when it is not known to be exhausted. */
  end: counterEndSchema.nullable(),
});

export type OwnCounter = z.infer<typeof ownCounterSchema>;

/**
 * When the numbers of a peer that continues with an old counter reach the window again, at their rate: (T − s) / rate. Times
 * are epoch ms; numbers are decimal digits.
 */
export const catchUpSchema = z.object({
  at: z.number(),
  earliest: z.number(),
  latest: z.number(),
  /** The newest number of the peer, and when it arrived. */
  seqno: z.string(),
  seenAt: z.number(),
  /** The right edge of the window, which does not move. */
  top: z.string(),
  packetsPerSecond: z.number().positive(),
});

export type CatchUp = z.infer<typeof catchUpSchema>;

/**
 * Which share of the peer's packets was dropped between two drops: the window moves with the numbers of the peer's packets,
 * so their count is known. Times are epoch ms.
 */
export const dropShareSchema = z.object({
  from: z.number(),
  to: z.number(),
  /** Packets of the peer: by how many numbers the window has moved. */
  packets: z.number().nonnegative(),
  /** Late packets and ones that failed a check, as far as they were logged. */
  dropped: count,
  /** Duplicates beside them: the originals passed. */
  duplicates: count,
  /** dropped / packets; may exceed 1 where old packets arrive again. */
  share: z.number().nonnegative(),
});

export type DropShare = z.infer<typeof dropShareSchema>;

export const windowAnalysisSchema = z.object({
  late: count,
  duplicate: count,
  inconsistent: count,
  /** Windows in packets that the drops named, the one of the newest drop last. */
  windowSizes: z.array(count),
  edge: edgeSchema,
  rate: saRateSchema.nullable(),
  /** Null unless two drops show that the window has moved between them. */
  dropShare: dropShareSchema.nullable(),
  /** Null unless numbers climb towards a window that does not move. */
  catchUp: catchUpSchema.nullable(),
  /** Late packets by the window that would have just accepted them. */
  needed: z.array(lagBucketSchema),
  /** Windows of powers of two and what each would have accepted. */
  shares: z.array(windowShareSchema),
  /** Lag of late packets in packets and in time, by quantile; null when none was late, and for times when no rate is known. */
  lagPackets: z.object({ p50: count, p90: count, p99: count, most: count }).nullable(),
  lagMs: z.object({ p50: z.number(), p90: z.number(), p99: z.number(), most: z.number() }).nullable(),
  /** Null where a larger window would not help. */
  advice: windowAdviceSchema.nullable(),
  /** Times at which a new SA or a reset of the counter was seen, epoch ms, the newest of them. */
  rekeys: z.array(z.number()),
  /** True once a number was seen that only extended sequence numbers have. */
  isEsn: z.boolean(),
  forecasts: z.array(forecastSchema),
  /** Counter values over the time, thinned out: at most about 200 samples of each. */
  course: z.array(counterRunSchema),
  /** Null when no message contained it. */
  own: ownCounterSchema.nullable(),
});

export type WindowAnalysis = z.infer<typeof windowAnalysisSchema>;

/** A verdict over a stretch of time, epoch ms. */
export const verdictSpanSchema = z.object({
  from: z.number(),
  to: z.number(),
  name: z.enum(VERDICT_NAMES),
  confidence: z.enum(CONFIDENCES),
  events: count,
});

export type VerdictSpan = z.infer<typeof verdictSpanSchema>;

/** What the events of a tunnel within a time range are consistent with. Times are epoch milliseconds. */
export const tunnelDiagnosisSchema = z.object({
  from: z.number(),
  to: z.number(),
  /** Events in this time range, and how many of them, the newest, were examined. */
  events: count,
  analysed: count,
  /** For the last minutes with drops, the likeliest first; never empty when there are events. */
  verdicts: z.array(verdictSchema),
  /** From when to when the drops behind `verdicts` were logged; null without events. */
  verdictsOver: z.object({ from: z.number(), to: z.number() }).nullable(),
  /** How the first verdict changed over time, the oldest first. */
  history: z.array(verdictSpanSchema),
  window: windowAnalysisSchema,
  /** Refused packets, at most 300 of each kind, evenly thinned out; the counts in `window` include those left out. */
  points: z.array(dropPointSchema),
});

/** Tunnels of a gateway whose drops are consistent with the same. Times are epoch milliseconds. */
export const verdictGroupSchema = z.object({
  name: z.enum(VERDICT_NAMES),
  tunnels: count,
  /** When the first and the last of them got this verdict. */
  firstSince: z.number(),
  lastSince: z.number(),
  /** Some of them, the newest first. */
  examples: z.array(z.object({ matchkey: z.string(), confidence: z.enum(CONFIDENCES), since: z.number() })),
});

export type VerdictGroup = z.infer<typeof verdictGroupSchema>;

export type TunnelDiagnosis = z.infer<typeof tunnelDiagnosisSchema>;
