import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Judgement } from './condition.js';

/** The state of a listener's connection limits. */
export interface ConnectionFacts {
  subject: AlertSubject;
  /** Connections that wait for a place. */
  waiting: number;
  /** Connections that were ended or refused since the last evaluation because a limit was reached. */
  ended: number;
  /** Since when some have been waiting without a pause, epoch ms; undefined while none is waiting. */
  waitingSince: number | undefined;
  /** When connections were last waiting, or closed; epoch ms; undefined when that was before the start. */
  lastAt: number | undefined;
  isRaised: boolean;
}

/** A burst of connections is served within seconds. */
const HOLD_MS = 10_000;
/** Senders that open too many connections come back within minutes. */
const QUIET_MS = 5 * MINUTE_MS;

/** The name of the rule. */
export const CONNECTION_RULE = 'connections';

/** More connections are open than a listener may read: lines wait at their senders, or are lost [ALM-29]. */
export function judgeConnections(facts: ConnectionFacts, now: number): Judgement {
  const { subject, waiting, ended, waitingSince, lastAt, isRaised } = facts;
  const isLosing = ended > 0;
  const isLasting = waiting > 0 && waitingSince !== undefined && now - waitingSince >= HOLD_MS;
  if (isLosing || isLasting) {
    return {
      rule: CONNECTION_RULE,
      subject,
      message: 'Too many connections: lines wait at their senders, or are lost',
      severity: 'warning',
      class: 'monitoring',
      priority: isLosing ? 'high' : 'medium',
      since: waitingSince ?? now,
    };
  }
  return isRaised && waiting === 0 && (lastAt === undefined || now - lastAt >= QUIET_MS) ? 'over' : undefined;
}
