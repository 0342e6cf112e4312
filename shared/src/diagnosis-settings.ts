import { EDGE_MODELS } from './diagnosis.js';
import {
  evidenceThresholds,
  gatewayThresholds,
  numberThresholds,
  thresholdNotes,
  windowThresholds,
} from './diagnosis-thresholds.js';
import { z } from 'zod';

const windowbase = z.enum(['auto', ...EDGE_MODELS]);
thresholdNotes.add(windowbase, {
  what: 'which edge of the window windowbase names; auto follows the evidence, and assumes left until there is some',
  unit: 'auto, left, right',
  why: 'the vendor does not say, and drops do',
});

/** Thresholds of the verdicts. */
export const diagnosisSettingsSchema = z.strictObject({
  windowbase,
  ...evidenceThresholds,
  ...windowThresholds,
  ...numberThresholds,
  ...gatewayThresholds,
});

export type DiagnosisSettings = z.infer<typeof diagnosisSettingsSchema>;

/** Tuned on simulated tunnels; a real network may need others. */
export const USUAL_DIAGNOSIS: DiagnosisSettings = {
  windowbase: 'auto',
  spanMinutes: 5,
  leastDrops: 8,
  ruleDrops: 5,
  leastShare: 0.5,
  signShare: 0.6,
  strayShare: 0.1,
  outweighs: 4,
  keepShare: 0.8,
  highDrops: 30,
  highShare: 0.8,
  mediumDrops: 10,
  highTunnels: 10,
  mediumTunnels: 5,
  reorderingSeconds: 0.5,
  replaySeconds: 2,
  largestWindow: 4096,
  adviceShare: 0.99,
  copyDistance: 64,
  replayDrops: 5,
  repeats: 3,
  senderSeconds: 10,
  standingShare: 0.3,
  standingPackets: 200,
  standingSeconds: 1,
  youngNumber: 100_000,
  firstNumber: 100,
  jumpShare: 0.2,
  wildPackets: 2 ** 24,
  madeUpChance: 0.01,
  stepPackets: 2,
  rateDrift: 0.2,
  edgeDrops: 1000,
  edgeNear: 3,
  edgeNearShare: 0.05,
  edgeDenser: 3,
  edgeBeyond: 3,
  doubtPackets: 8,
  doubtShare: 0.4,
  rekeyFall: 0.5,
  disorderPackets: 256,
  rekeyOverlapSeconds: 60,
  leastTunnels: 2,
  commonTunnels: 3,
  togetherSeconds: 60,
  begunShare: 0.25,
  beforeMinutes: 10,
  switchOverSeconds: 5,
};

/** The settings that differ from the defaults. */
export const diagnosisOverridesSchema = diagnosisSettingsSchema.partial();

/** The effective settings: the defaults, overridden by what differs. */
export function diagnosisOf(overrides: z.output<typeof diagnosisOverridesSchema>): DiagnosisSettings {
  return diagnosisSettingsSchema.parse({ ...USUAL_DIAGNOSIS, ...overrides });
}
