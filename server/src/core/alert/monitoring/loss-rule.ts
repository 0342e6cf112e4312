import type { AlertSubject } from '@tunnelwatch/shared/subject';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Judgement } from './condition.js';

/** Datagrams that a listener lost. */
export interface LossFacts {
  subject: AlertSubject;
  /** Lost since the last evaluation, by the kernel and in the listener's own queue. */
  kernel: number;
  queue: number;
  /** When some were last lost, epoch ms; undefined when that was before the start. */
  lastAt: number | undefined;
  isRaised: boolean;
}

/** Bursts come again: it clears after so long without a loss. */
const QUIET_MS = 5 * MINUTE_MS;

/** The name of the rule. */
export const LOSS_RULE = 'datagrams-lost';

/** Datagrams were lost on their way into the listener: their lines are missing for good [ALM-43]. */
export function judgeLoss({ subject, kernel, queue, lastAt, isRaised }: LossFacts, now: number): Judgement {
  if (kernel + queue > 0) {
    const by =
      kernel > 0
        ? 'the kernel dropped them because its receive buffer was full; allow a larger one with net.core.rmem_max, or send over TCP'
        : 'the queue of the listener was full because the store was too slow; check the disk, or send over TCP';
    return {
      rule: LOSS_RULE,
      subject,
      message: `At least ${formatCount(kernel + queue)} datagrams were lost: ${by}`,
      severity: 'error',
      class: 'monitoring',
      priority: 'high',
      since: now,
    };
  }
  return isRaised && (lastAt === undefined || now - lastAt >= QUIET_MS) ? 'over' : undefined;
}
