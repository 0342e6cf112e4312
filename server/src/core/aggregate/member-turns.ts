import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SwitchOver } from '@tunnelwatch/shared/tunnel';

/** Which HA member of a gateway logs its events, and when that changed. Times are epoch ms. */
export interface MemberTurns {
  /** The member that logs; null before any was named. */
  active: string | null;
  /** Its newest event. */
  activeAt: number;
  /** Switch-overs, the newest last; bounded. */
  switchOvers: SwitchOver[];
}

/** A member that may have taken over: it logs while the other one is quiet. */
export interface Successor {
  member: string;
  firstAt: number;
  events: number;
}

export interface TurnSettings {
  /** The previous member must have been quiet for this long, ms. */
  quietMs: number;
  /** Consecutive events of the member that takes over. */
  leastEvents: number;
}

/** The configured thresholds of a switch-over. */
export function turnSettingsOf({ switchOverSeconds, ruleDrops }: DiagnosisSettings): TurnSettings {
  return { quietMs: switchOverSeconds * 1000, leastEvents: ruleDrops };
}

const MAX_SWITCH_OVERS = 8;

/** The state of a gateway that has not named a member yet. */
export function noTurns(): MemberTurns {
  return { active: null, activeAt: 0, switchOvers: [] };
}

/**
 * Processes an event that a member logged; returns the member that may take over. A switch-over is one member
 * logging while the other one has gone quiet: when both log in turn, neither is the active one and nothing has switched.
 */
export function takeTurn(
  turns: MemberTurns,
  successor: Successor | undefined,
  { member, at }: { member: string; at: number },
  { quietMs, leastEvents }: TurnSettings,
): Successor | undefined {
  const { active } = turns;
  if (active === null || active === member) {
    turns.active = member;
    turns.activeAt = Math.max(turns.activeAt, at);
    return undefined;
  }
  // Lines of both members may arrive out of order: an event from before the active one was last heard takes nothing over.
  if (at <= turns.activeAt) return undefined;
  const next = successor?.member === member ? successor : { member, firstAt: at, events: 0 };
  next.firstAt = Math.min(next.firstAt, at);
  next.events += 1;
  if (next.events < leastEvents || at - turns.activeAt < quietMs) return next;
  turns.switchOvers.push({ at: next.firstAt, from: active, to: member, newSas: 0 });
  if (turns.switchOvers.length > MAX_SWITCH_OVERS) turns.switchOvers.shift();
  turns.active = member;
  turns.activeAt = at;
  return undefined;
}
