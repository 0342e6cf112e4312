import type { Confidence, TunnelVerdict, Verdict, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SwitchOver } from '@tunnelwatch/shared/tunnel';

/** A tunnel with what its drops are consistent with. */
export interface JudgedTunnel {
  matchkey: string;
  verdict: TunnelVerdict;
  /** False where it failed as much before: then its verdict is of a new look, as after a restart, and not of a new cause. */
  hasBegun: boolean;
}

/** What is known of a gateway. */
export interface GatewayFacts {
  tunnels: readonly JudgedTunnel[];
  /** Events of the last minutes by the number of their message. */
  messages: ReadonlyMap<number, number>;
  /** Changes of the HA member that logs, the newest last. */
  switchOvers: readonly SwitchOver[];
  /** Epoch ms. */
  now: number;
  settings: DiagnosisSettings;
}

/** Judges a gateway; undefined where it does not look like it. */
export type GatewayRule = (facts: GatewayFacts) => Verdict | undefined;

/** Verdicts that a part of the path can give to many tunnels. */
export const PATH: ReadonlySet<VerdictName> = new Set(['reordering', 'buffering', 'duplication', 'corruption']);
/** Verdicts that a change of settings can give to many tunnels. */
export const ENDS: ReadonlySet<VerdictName> = new Set(['integrity-key', 'encryption-key', 'padding']);

/** Events of some messages. */
export function countOf(messages: GatewayFacts['messages'], ids: readonly number[]): number {
  return ids.reduce((sum, id) => sum + (messages.get(id) ?? 0), 0);
}

/** Events of all messages. */
export function totalOf(messages: GatewayFacts['messages']): number {
  return [...messages.values()].reduce((sum, count) => sum + count, 0);
}

/** How sure a cause is that so many tunnels share. */
export function confidenceOfTunnels(tunnels: number, { highTunnels, mediumTunnels }: DiagnosisSettings): Confidence {
  return tunnels >= highTunnels ? 'high' : tunnels >= mediumTunnels ? 'medium' : 'low';
}
