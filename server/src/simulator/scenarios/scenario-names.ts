/** What can go wrong, as the command line names it. */
export const SCENARIOS = [
  'calm',
  'reordering',
  'replay-attack',
  'peer-reset',
  'peer-switch-over',
  'several-senders',
  'esn-lateness',
  'duplication',
  'key-mismatch',
  'corruption',
  'forged',
  'crypto-congestion',
  'route-failure',
  'memory',
  'overflow',
  'flood',
  'mixed',
] as const;

export type ScenarioName = (typeof SCENARIOS)[number];
