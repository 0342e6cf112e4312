import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { Judgement } from './condition.js';

export interface LagSettings {
  /** Maximum lag, milliseconds. */
  limitMs: number;
  /** Lag above which the priority is high, milliseconds. */
  highAfterMs: number;
}

/** What is known of a source's lag. */
export interface LagFacts {
  subject: AlertSubject;
  /** Upper bound of how long the oldest unread byte has waited, milliseconds. */
  lagMs: number;
  /** Since when it has been beyond the limit without a pause, epoch ms; undefined while it is not. */
  beyondSince: number | undefined;
  isRaised: boolean;
}

/** A burst is read within seconds: a lag that persists after this is not a burst. */
const HOLD_MS = 10_000;
/** It clears below this share of the limit, so that a source near it does not flap. */
const END_SHARE = 0.5;

/** The name of the rule. */
export const LAG_RULE = 'lag';

/** Reading is slower than writing: the screens show outdated data [ALM-13]. */
export function judgeLag(facts: LagFacts, now: number, { limitMs, highAfterMs }: LagSettings): Judgement {
  const { subject, lagMs, beyondSince, isRaised } = facts;
  if (isRaised && lagMs < limitMs * END_SHARE) return 'over';
  if (beyondSince === undefined || lagMs <= limitMs || now - beyondSince < HOLD_MS) return undefined;
  return {
    rule: LAG_RULE,
    subject,
    message: `Reading lags by more than ${String(Math.round(limitMs / 1000))} s`,
    severity: 'warning',
    class: 'monitoring',
    priority: lagMs > highAfterMs ? 'high' : 'medium',
    since: beyondSince,
  };
}
