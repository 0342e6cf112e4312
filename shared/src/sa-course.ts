import { z } from 'zod';

/** The last value of a counter without extended sequence numbers (RFC 4303 section 2.2). */
export const LAST_NUMBER = 2 ** 32 - 1;

export const COUNTERS = ['peer', 'own'] as const;

/** Whose packets a counter numbers: the peer's (inbound) or our own (outbound). */
export type Counter = (typeof COUNTERS)[number];

/** When a 32-bit counter is exhausted at the observed rate. Times are epoch milliseconds; sequence numbers are decimal digits. */
export const forecastSchema = z.object({
  counter: z.enum(COUNTERS),
  at: z.number(),
  earliest: z.number(),
  latest: z.number(),
  /** The counter value. */
  seqno: z.string(),
  seenAt: z.number(),
  packetsPerSecond: z.number().positive(),
});

export type Forecast = z.infer<typeof forecastSchema>;

/** A counter sample; the peer's is the right edge of the window, whose size is beside it. */
export const counterSampleSchema = z.object({
  /** Epoch ms. */
  time: z.number(),
  /** Decimal digits: numbers have up to 64 bits. */
  seqno: z.string(),
  /** Packets; null for our own counter, which has no window. */
  windowSize: z.number().int().nonnegative().nullable(),
});

export type CounterSample = z.infer<typeof counterSampleSchema>;

/** A counter over the life of one SA, the oldest sample first. A new SA begins a new run. */
export const counterRunSchema = z.object({ counter: z.enum(COUNTERS), samples: z.array(counterSampleSchema) });

export type CounterRun = z.infer<typeof counterRunSchema>;

/** Exhaustion of our own counter (message 339), and how early it could have been forecast. Times are epoch ms. */
export const counterEndSchema = z.object({
  at: z.number(),
  /** Packets not sent since, as far as they were logged, and the time of the newest of them. */
  lost: z.number().int().nonnegative(),
  lastLostAt: z.number(),
  /** The first and the last forecast before it; null where too little was known of the counter. */
  foreseen: z.object({ first: forecastSchema, last: forecastSchema }).nullable(),
});

export type CounterEnd = z.infer<typeof counterEndSchema>;
