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
  /** The member before must have been quiet for this long, ms. */
  quietMs: number;
  /** Events in a row of the member that takes over. */
  leastEvents: number;
}

/** The thresholds of a switch-over as they are set. */
export function turnSettingsOf({ switchOverSeconds, ruleDrops }: DiagnosisSettings): TurnSettings {
  return { quietMs: switchOverSeconds * 1000, leastEvents: ruleDrops };
}

const MAX_SWITCH_OVERS = 8;

/** What is kept of a gateway that has not named a member yet. */
export function noTurns(): MemberTurns {
  return { active: null, activeAt: 0, switchOvers: [] };
}

/**
 * Takes an event that a member logged into `turns`; gives the member that may take over. A switch-over is one member
 * logging and the other one gone quiet: where both log in turn, none is the active one and nothing has switched.
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
  // Lines of both members need not come in order: what was logged before the active one was last heard took nothing over.
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
