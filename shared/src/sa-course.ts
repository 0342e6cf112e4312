import { z } from 'zod';

/** The last number of a counter without extended sequence numbers (RFC 4303 section 2.2). */
export const LAST_NUMBER = 2 ** 32 - 1;

export const COUNTERS = ['peer', 'own'] as const;

/** Whose packets a counter numbers: the peer's (inbound) or our own (outbound). */
export type Counter = (typeof COUNTERS)[number];

/** When a counter of 32 bits ends at the rate seen. Times are epoch milliseconds; numbers of packets are decimal digits. */
export const forecastSchema = z.object({
  counter: z.enum(COUNTERS),
  at: z.number(),
  earliest: z.number(),
  latest: z.number(),
  /** What the counter stood at. */
  seqno: z.string(),
  seenAt: z.number(),
  packetsPerSecond: z.number().positive(),
});

export type Forecast = z.infer<typeof forecastSchema>;

/** What a counter stood at; the peer's is the right edge of the window, whose size stands beside it. */
export const counterSampleSchema = z.object({
  /** Epoch ms. */
  time: z.number(),
  /** Decimal digits: numbers have up to 64 bits. */
  seqno: z.string(),
  /** Packets; null for our own counter, which has no window. */
  windowSize: z.number().int().nonnegative().nullable(),
});

export type CounterSample = z.infer<typeof counterSampleSchema>;

/** A counter over the life of one SA, the oldest sample first. A new SA begins a run of its own. */
export const counterRunSchema = z.object({ counter: z.enum(COUNTERS), samples: z.array(counterSampleSchema) });

export type CounterRun = z.infer<typeof counterRunSchema>;

/** How our own counter ended (message 339), and how far ahead that could have been told. Times are epoch ms. */
export const counterEndSchema = z.object({
  at: z.number(),
  /** Packets that were not sent since, as far as they were logged, and when the newest of them was. */
  lost: z.number().int().nonnegative(),
  lastLostAt: z.number(),
  /** The first and the last forecast before it; null where too little was known of the counter. */
  foreseen: z.object({ first: forecastSchema, last: forecastSchema }).nullable(),
});

export type CounterEnd = z.infer<typeof counterEndSchema>;
