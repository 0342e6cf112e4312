import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { ListenerCounts } from '@tunnelwatch/shared/source-health';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import type { Judgement } from './condition.js';

/** Lines that named a gateway of other senders. */
export interface ClaimFacts {
  subject: AlertSubject;
  /** Since the last evaluation. */
  claims: number;
  lastClaim: ListenerCounts['lastClaim'];
  /** When there were some last, epoch ms; undefined when that was before the start. */
  lastAt: number | undefined;
  isRaised: boolean;
}

/** It clears after so long without such a line. */
const QUIET_MS = 5 * MINUTE_MS;

/** The name of the rule. */
export const CLAIM_RULE = 'gateway-claimed';

/** A sender names a gateway that the settings bind to another one: a fault of a relay, or somebody forges [ALM-57]. */
export function judgeClaims(facts: ClaimFacts, now: number): Judgement {
  const { subject, claims, lastClaim, lastAt, isRaised } = facts;
  if (claims > 0 && lastClaim !== null) {
    const { sender, gateway } = lastClaim;
    return {
      rule: CLAIM_RULE,
      subject,
      message: `${sender} sent ${formatCount(claims)} lines or more as ${visibleText(gateway)}, which is bound to another sender: they are counted under ${sender}`,
      severity: 'error',
      class: 'monitoring',
      priority: 'high',
      since: now,
    };
  }
  return isRaised && (lastAt === undefined || now - lastAt >= QUIET_MS) ? 'over' : undefined;
}
