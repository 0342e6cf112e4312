import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Judgement } from './condition.js';

export interface SkewSettings {
  /** Maximum clock offset, milliseconds. */
  limitMs: number;
  /** The offset must last this long, milliseconds. */
  holdMs: number;
}

/** What is known of a gateway's clock. */
export interface SkewFacts {
  subject: AlertSubject;
  /** Gateway's time minus receiver's, milliseconds, smoothed. */
  skewMs: number;
  /** Since when it has been beyond the limit without a pause, epoch ms; undefined while it is not. */
  beyondSince: number | undefined;
  isRaised: boolean;
}

/** It clears below this share of the limit, so that a clock near it does not flap. */
const END_SHARE = 0.8;

/** The name of the rule. */
export const SKEW_RULE = 'skew';

/** A gateway's clock is off: its events appear at the wrong time, and their order relative to others is unknown [ALM-12]. */
export function judgeSkew(facts: SkewFacts, now: number, { limitMs, holdMs }: SkewSettings): Judgement {
  const { subject, skewMs, beyondSince, isRaised } = facts;
  const size = Math.abs(skewMs);
  if (isRaised) return size < limitMs * END_SHARE ? 'over' : undefined;
  if (beyondSince === undefined || size <= limitMs || now - beyondSince < holdMs) return undefined;
  return {
    rule: SKEW_RULE,
    subject,
    message: `The gateway's clock is ${spanWords(size)} ${skewMs > 0 ? 'ahead' : 'behind'}`,
    severity: 'warning',
    class: 'monitoring',
    priority: 'low',
    since: beyondSince,
  };
}

function spanWords(ms: number): string {
  const minutes = ms / MINUTE_MS;
  if (minutes < 2) return `${String(Math.round(ms / 1000))} s`;
  if (minutes < 120) return `${String(Math.round(minutes))} min`;
  return minutes < 2880 ? `${String(Math.round(minutes / 60))} h` : `${String(Math.round(minutes / 1440))} days`;
}
