import type { Confidence, TunnelVerdict, Verdict, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SwitchOver } from '@tunnelwatch/shared/tunnel';

/** A tunnel with its verdict. */
export interface JudgedTunnel {
  matchkey: string;
  verdict: TunnelVerdict;
  /** False if it failed as much before: then its verdict is new only because it was evaluated anew, as after a restart. */
  hasBegun: boolean;
}

/** What is known of a gateway. */
export interface GatewayFacts {
  tunnels: readonly JudgedTunnel[];
  /** Events of the last minutes by message id. */
  messages: ReadonlyMap<number, number>;
  /** Changes of the HA member that logs, the newest last. */
  switchOvers: readonly SwitchOver[];
  /** Epoch ms. */
  now: number;
  settings: DiagnosisSettings;
}

/** Judges a gateway; undefined when the rule does not apply. */
export type GatewayRule = (facts: GatewayFacts) => Verdict | undefined;

/** Verdicts on many tunnels that part of the path can cause. */
export const PATH: ReadonlySet<VerdictName> = new Set([
  'reordering',
  'buffering',
  'esn-lateness',
  'duplication',
  'corruption',
]);
/** Verdicts on many tunnels that a configuration change can cause. */
export const ENDS: ReadonlySet<VerdictName> = new Set(['integrity-key', 'encryption-key', 'padding']);

/** Events of some messages. */
export function countOf(messages: GatewayFacts['messages'], ids: readonly number[]): number {
  return ids.reduce((sum, id) => sum + (messages.get(id) ?? 0), 0);
}

/** Events of all messages. */
export function totalOf(messages: GatewayFacts['messages']): number {
  return [...messages.values()].reduce((sum, count) => sum + count, 0);
}

/** Confidence of a cause that this many tunnels share. */
export function confidenceOfTunnels(tunnels: number, { highTunnels, mediumTunnels }: DiagnosisSettings): Confidence {
  return tunnels >= highTunnels ? 'high' : tunnels >= mediumTunnels ? 'medium' : 'low';
}
