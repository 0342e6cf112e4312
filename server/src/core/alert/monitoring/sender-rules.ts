import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatSpan } from '@tunnelwatch/shared/format-span';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { Judgement } from './condition.js';

/** It clears after so long without. */
const QUIET_MS = 5 * MINUTE_MS;

/** The names of the rules. */
export const NAMES_RULE = 'names-invented';
export const BLOCKED_RULE = 'sender-blocked';

/** Lines beyond a sender's budget of new names. */
export interface NameFacts {
  subject: AlertSubject;
  /** The sender as an operator knows it. */
  sender: string;
  /** Since the last evaluation, and how long that was, ms. */
  gateways: number;
  tunnels: number;
  elapsedMs: number;
  lastName: string | null;
  /** When there were some last, epoch ms; undefined when that was before the start. */
  lastAt: number | undefined;
  isRaised: boolean;
  canBlock: boolean;
}

/** A sender names more that is new than its budget: it invents names, or it is a relay that needs a larger one [ALM-80]. */
export function judgeNames(facts: NameFacts, now: number): Judgement {
  const { subject, sender, gateways, tunnels, elapsedMs, lastName, canBlock } = facts;
  if (gateways + tunnels === 0) return endOf(facts, now);
  const counts = [
    ...(gateways > 0 ? [`${formatCount(gateways)} lines of new gateways`] : []),
    ...(tunnels > 0 ? [`${formatCount(tunnels)} lines of new tunnels or interfaces`] : []),
  ].join(' and ');
  const such = lastName === null ? '' : `, such as ${visibleText(lastName)}`;
  const todo = canBlock ? 'Check it, or block it' : 'Check who writes there';
  return {
    rule: NAMES_RULE,
    subject,
    message: `${sender} invents names: ${counts} beyond its limit within ${formatSpan(Math.max(1000, elapsedMs))}${such}. ${todo}`,
    severity: 'error',
    class: 'monitoring',
    priority: 'high',
    since: now,
  };
}

/** What a blocked sender still sends. */
export interface DiscardFacts {
  subject: AlertSubject;
  sender: string;
  /** Since the last evaluation. */
  discarded: number;
  lastAt: number | undefined;
  isBlocked: boolean;
  isRaised: boolean;
}

/** A blocked sender keeps sending: nobody should forget that it is blocked [ALM-82]. */
export function judgeDiscards(facts: DiscardFacts, now: number): Judgement {
  const { subject, sender, discarded, isBlocked } = facts;
  if (discarded === 0) return isBlocked ? endOf(facts, now) : facts.isRaised ? 'over' : undefined;
  return {
    rule: BLOCKED_RULE,
    subject,
    message: `${sender} is blocked and keeps sending: what it sends is discarded`,
    severity: 'warning',
    class: 'monitoring',
    priority: 'low',
    since: now,
  };
}

function endOf({ isRaised, lastAt }: { isRaised: boolean; lastAt: number | undefined }, now: number): Judgement {
  return isRaised && (lastAt === undefined || now - lastAt >= QUIET_MS) ? 'over' : undefined;
}
