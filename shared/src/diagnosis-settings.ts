import { EDGE_MODELS } from './diagnosis.js';
import { z } from 'zod';

const share = z.number().min(0).max(1);
const drops = z.number().int().min(1).max(1_000_000);

/** Thresholds of the verdicts. */
const diagnosisSettingsSchema = z.strictObject({
  /** Minutes of drops that a verdict looks back on. */
  spanMinutes: z.number().min(1).max(60),
  /** Drops below which nothing is said. */
  leastDrops: drops,
  /** Share of the drops that a verdict has to explain. */
  leastShare: share,
  /** A packet late by less than this was reordered, seconds. */
  reorderingSeconds: z.number().positive().max(60),
  /** A packet late by more than this was replayed rather than held up, seconds. */
  replaySeconds: z.number().positive().max(600),
  /** The largest window that is advised, packets. */
  largestWindow: z.number().int().min(64).max(1_048_576),
  /** The share of late packets, held up for less than `replaySeconds`, that an advised window accepts. */
  adviceShare: share,
  /** Packets behind the right edge up to which a second copy is one made on the way. */
  copyDistance: z.number().int().min(0).max(4096),
  /** Old packets from which on a replay is suspected. */
  replayDrops: drops,
  /** Arrivals of one number from which on a replay is suspected. */
  repeats: z.number().int().min(2).max(1000),
  /** Drops from which on the right edge is called likely. */
  edgeDrops: drops,
  /** Tunnels of a gateway whose encryption fails at once from which on the hardware is suspected. */
  leastTunnels: z.number().int().min(2).max(100_000),
  /** Tunnels of a gateway that begin to fail in the same way within a minute from which on the cause is a common one. */
  commonTunnels: z.number().int().min(2).max(100_000),
  /** Drops of its own kind that a rule needs before it says anything. */
  ruleDrops: drops,
  /** Tunnels that begin within so much of each other begin together, seconds. */
  togetherSeconds: z.number().positive().max(3600),
  /** An HA member that logs nothing for so long, while the other one does, has handed over, seconds. */
  switchOverSeconds: z.number().min(0).max(3600),
  /** Which end of the window `windowbase` names; auto is by the evidence, and left until there is some. */
  windowbase: z.enum(['auto', ...EDGE_MODELS]),
});

export type DiagnosisSettings = z.infer<typeof diagnosisSettingsSchema>;

/** They were tried on simulated tunnels; a network may know better. */
export const USUAL_DIAGNOSIS: DiagnosisSettings = {
  spanMinutes: 5,
  leastDrops: 8,
  leastShare: 0.5,
  reorderingSeconds: 0.5,
  replaySeconds: 2,
  largestWindow: 4096,
  adviceShare: 0.99,
  copyDistance: 64,
  replayDrops: 5,
  repeats: 3,
  edgeDrops: 1000,
  leastTunnels: 2,
  commonTunnels: 3,
  ruleDrops: 5,
  togetherSeconds: 60,
  switchOverSeconds: 5,
  windowbase: 'auto',
};

/** The settings that differ from the usual ones. */
export const diagnosisOverridesSchema = diagnosisSettingsSchema.partial();

/** The settings in force: the usual ones, and over them what differs. */
export function diagnosisOf(overrides: z.output<typeof diagnosisOverridesSchema>): DiagnosisSettings {
  return diagnosisSettingsSchema.parse({ ...USUAL_DIAGNOSIS, ...overrides });
}
