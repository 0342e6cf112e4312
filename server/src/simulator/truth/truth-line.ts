import { EDGE_MODELS, VERDICT_NAMES } from '@tunnelwatch/shared/diagnosis';
import { z } from 'zod';
import { SCENARIOS } from '../scenarios/scenario-names.js';

const count = z.number().int().nonnegative();
const moment = z.iso.datetime({ precision: 3 });

/** The truth about one cause and one subject that the log has lines of: a line of the file that `--truth` names. */
export const truthLineSchema = z.strictObject({
  /** The configured name of the gateway: both members of an HA pair have one. */
  gateway: z.string(),
  /** The tunnel, or the interface; both null where it is the gateway. */
  matchkey: z.string().nullable(),
  iface: z.string().nullable(),
  scenario: z.enum(SCENARIOS),
  /** What went on; `everyday` for the drops that any network has. */
  cause: z.string(),
  /** What a right diagnosis of the subject names first; null where none is to be named. */
  verdict: z.enum(VERDICT_NAMES).nullable(),
  /** From when to when, UTC. */
  from: moment,
  to: moment,
  /** Lines that the log has of it, and how many of each message. */
  drops: count,
  messages: z.record(z.string().regex(/^\d+$/), count),
  /** Set where several tunnels of the gateway share a cause: how many. Their lines are in `drops`, and in truths of their own. */
  tunnels: count.nullable(),
  /** Of the tunnel: its window in packets, what the peer sends, and which end of the window the log calls windowbase. */
  windowSize: count.nullable(),
  packetsPerSecond: z.number().positive().nullable(),
  edge: z.enum(EDGE_MODELS).nullable(),
  /** Refused packets that came late and for the first time. */
  late: count,
  /** How many of them a window of this size (packets) would have accepted: powers of two up to the one that takes all. */
  acceptedBy: z.record(z.string().regex(/^\d+$/), count),
  /** When our own counter comes to its end. */
  overflowAt: moment.nullable(),
  /** New SAs from the peer meanwhile. */
  rekeys: z.array(moment),
});

export type TruthLine = z.infer<typeof truthLineSchema>;
