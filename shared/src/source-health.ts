import { z } from 'zod';

export const SOURCE_STATES = ['starting', 'reading', 'idle', 'waiting', 'degraded', 'stopped'] as const;

/** Why a line was counted as unreadable. */
export const UNREADABLE_REASONS = [
  'no-gateway-message',
  'no-parameters',
  'no-id',
  'bad-id',
  'bad-json',
  'no-message-in-json',
  'binary',
  'repeats-unknown',
] as const;

export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

export const UNREADABLE_REASON_TEXT: Readonly<Record<UnreadableReason, string>> = {
  'no-gateway-message': 'no gateway message in the line',
  'no-parameters': 'the gateway message is cut off after its category',
  'no-id': 'an IPsec message without an ID and without a known text',
  'bad-id': 'the ID is not a whole number',
  'bad-json': 'the JSON object is broken',
  'no-message-in-json': 'the JSON object contains no message',
  binary: 'the line contains binary data',
  'repeats-unknown': 'it repeats an earlier line that is not known',
};

export const lineSampleSchema = z.object({
  /** Arrival, epoch ms. */
  at: z.number(),
  reason: z.string(),
  /** The beginning of the line, at most 300 characters. */
  line: z.string(),
});

export type LineSample = z.infer<typeof lineSampleSchema>;

/** Lines counted since the source was first read. lines = events + other + unreadable + empty, always. */
export const lineCountsSchema = z.object({
  lines: z.number().int().nonnegative(),
  events: z.number().int().nonnegative(),
  /** Events that the catalogue does not contain; included in events. */
  unknown: z.number().int().nonnegative(),
  other: z.number().int().nonnegative(),
  unreadable: z.number().int().nonnegative(),
  empty: z.number().int().nonnegative(),
  /** Lines longer than the limit, which were cut; each is also counted as what it was decoded to. */
  cut: z.number().int().nonnegative(),
  /** Lines decoded in full, since their template was not known; each is also counted as what it was decoded to. */
  slow: z.number().int().nonnegative().default(0),
  /** Gateway messages without a time, which got the time of reading; each is also counted as what it was decoded to. */
  timeUnknown: z.number().int().nonnegative().default(0),
  /** Gateway messages that name no gateway and got the name of their file; not where the setting `gateway` names it. */
  gatewayUnknown: z.number().int().nonnegative().default(0),
});

export type LineCounts = z.infer<typeof lineCountsSchema>;

/** Counters of a listener since its first start. */
export const listenerCountsSchema = z.object({
  /** Connections that were refused or closed because a limit was reached. */
  refusedConnections: z.number().int().nonnegative(),
  /** How many of these were refused or closed because too many were open. */
  overLimitConnections: z.number().int().nonnegative().default(0),
  /** Messages and connections from senders that are not allowed. */
  refusedSenders: z.number().int().nonnegative(),
  /** The newest sender that was not allowed. */
  lastRefusedSender: z.string().nullable(),
  /** Lines that named a gateway of other senders; they count under the address of their own. */
  claims: z.number().int().nonnegative().default(0),
  /** The newest sender whose line did so, and the gateway; null for none. */
  lastClaim: z.object({ sender: z.string(), gateway: z.string() }).nullable().default(null),
  /** Frames that could not be split: a wrong octet count, or bytes between frames. */
  badFrames: z.number().int().nonnegative(),
  /** Lines that a sender repeated after a reconnect, and that were not counted again. */
  repeated: z.number().int().nonnegative(),
  /** Datagrams that the kernel dropped because its buffer was full; null when that is not known, and for TCP. */
  kernelDrops: z.number().int().nonnegative().nullable(),
  /** Datagrams that were dropped because the listener's own queue was full: the store was too slow, or refused them. */
  queueDrops: z.number().int().nonnegative().default(0),
});

export type ListenerCounts = z.infer<typeof listenerCountsSchema>;

/** The certificate that a listener over TLS shows its senders. Times are epoch milliseconds. */
export const listenerCertificateSchema = z.object({
  from: z.number(),
  to: z.number(),
  /** Why a changed certificate is not used; null while the files are good. */
  fault: z.string().nullable(),
});

export type ListenerCertificate = z.infer<typeof listenerCertificateSchema>;

/** What only a listener has: its senders and its losses. */
export const listenerHealthSchema = listenerCountsSchema.extend({
  protocol: z.enum(['udp', 'tcp', 'tls']),
  /** Open connections; 0 for UDP. */
  connections: z.number().int().nonnegative(),
  /** Connections that have waited for more than a second for others to close, since too many are open. */
  waitingConnections: z.number().int().nonnegative().default(0),
  /** Size of the kernel's receive buffer as granted, bytes; null for TCP. */
  receiveBufferBytes: z.number().int().nonnegative().nullable(),
  /** Null without TLS, and while it is not listening. */
  certificate: listenerCertificateSchema.nullable().default(null),
});

export type ListenerHealth = z.infer<typeof listenerHealthSchema>;

/** A source, or a gateway, that has been quiet for longer than usual. */
export const silenceSchema = z.object({
  /** Arrival of its last line. */
  since: z.number(),
  /** The usual traffic. */
  usualLinesPerMinute: z.number().nonnegative(),
});

export type Silence = z.infer<typeof silenceSchema>;

/** A recorded error. */
export const pastErrorSchema = z.object({
  /** When it began. */
  at: z.number(),
  message: z.string(),
});

/** Health of one source. Times are epoch milliseconds. */
export const sourceHealthSchema = z.object({
  id: z.number().int(),
  kind: z.enum(['file', 'stdin', 'syslog']),
  /** The path or the address. */
  name: z.string(),
  state: z.enum(SOURCE_STATES),
  /** Byte position up to which everything is stored. */
  offset: z.number().nonnegative(),
  /** Size of the file at the last poll; null when there is none. */
  size: z.number().nonnegative().nullable(),
  /** Bytes not yet stored, rotated generations included. */
  lagBytes: z.number().nonnegative(),
  /**
   * Upper bound of how long the oldest unread byte has waited, milliseconds: since everything was last read, or, for a
   * source that never was read through, since its first poll. 0 when nothing is waiting.
   */
  lagMs: z.number().nonnegative(),
  counts: lineCountsSchema,
  /** Lines of other categories, by category. */
  otherByCategory: z.record(z.string(), z.number().int().nonnegative()),
  /** Events with an id that the catalogue does not contain, by id ("none" without one). */
  unknownById: z.record(z.string(), z.number().int().nonnegative()),
  unreadableByReason: z.record(z.string(), z.number().int().nonnegative()),
  /** The newest unreadable lines, newest first, at most 20. */
  unreadableSamples: z.array(lineSampleSchema),
  unknownSamples: z.array(lineSampleSchema),
  /** Lines whose time or gateway was assumed, newest first, a few of each. */
  doubtSamples: z.array(lineSampleSchema),
  /** Lines per second over the last ten seconds. */
  linesPerSecond: z.number().nonnegative(),
  /** Bytes per second over the last ten seconds; null when none are counted. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  /** Set while nothing arrives although something usually would. */
  silence: silenceSchema.nullable(),
  /** Set for listeners only. */
  listener: listenerHealthSchema.nullable(),
  /** Bytes of rotated files that disappeared before they could be read. */
  lostBytes: z.number().nonnegative(),
  /** Arrival of the newest line. */
  lastArrival: z.number().nullable(),
  /** Time stamp of the newest event of this source. */
  lastTime: z.number().nullable(),
  /** The newest line, at most 300 characters. */
  lastLine: z.string().nullable(),
  skewMs: z.number().nullable(),
  rotations: z.number().int().nonnegative(),
  truncations: z.number().int().nonnegative(),
  /** The current problem, with its remedy; null when there is none. */
  lastError: z.string().nullable(),
  /** The last problem, even when it is resolved; null if there never was one. */
  pastError: pastErrorSchema.nullable(),
});

export type SourceHealth = z.infer<typeof sourceHealthSchema>;

/** A source without its large parts: samples, counts by name, newest line. */
export function briefSource(source: SourceHealth): SourceHealth {
  return {
    ...source,
    otherByCategory: {},
    unknownById: {},
    unreadableByReason: {},
    unreadableSamples: [],
    unknownSamples: [],
    doubtSamples: [],
    lastLine: null,
  };
}

/** True when details of a source were left out and have to be requested. */
export function isBriefSource({ counts, ...source }: SourceHealth): boolean {
  const isLeftOut = (count: number, byName: object): boolean => count > 0 && Object.keys(byName).length === 0;
  return (
    isLeftOut(counts.other, source.otherByCategory) ||
    isLeftOut(counts.unknown, source.unknownById) ||
    isLeftOut(counts.unreadable, source.unreadableByReason) ||
    isLeftOut(counts.timeUnknown + counts.gatewayUnknown, source.doubtSamples) ||
    (counts.lines > 0 && source.lastLine === null)
  );
}
