import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { channelsOf, type RouteMatch } from './route.js';

/** So long after it began to wait, an alert is escalated no more. */
const LONGEST_MS = DAY_MS;

/** One step of an escalation: who is told, and when. */
export interface EscalationStep {
  /** Epoch ms. */
  readonly at: number;
  /** Its number, from 1. */
  readonly number: number;
  readonly channels: readonly string[];
}

/**
 * What is told of an alert that nobody acknowledges: after N minutes its route again, after as many more the next route, which
 * has minutes of its own. The last one is told again and again, for a day.
 *
 * Worked example: with 5 minutes on the first route and 10 on the second one, the first is told again after 5, the second after
 * 10, and again after 20, 30, 40 …
 * @param since when it began to wait, epoch ms
 * @param until the last moment of interest, epoch ms
 */
export function escalationSteps({ first, next }: RouteMatch, since: number, until: number): EscalationStep[] {
  const levels = [first, ...next.map((route) => [route])].map((routes) => ({
    channels: channelsOf(routes),
    afterMs: Math.min(...routes.map(({ escalateAfterMs }) => escalateAfterMs ?? Number.POSITIVE_INFINITY)),
  }));
  const end = Math.min(until, since + LONGEST_MS);
  const steps: EscalationStep[] = [];
  const tell = (at: number, channels: readonly string[]): void => {
    if (at <= end) steps.push({ at, number: steps.length + 1, channels });
  };
  let begin = since;
  for (const [level, { channels, afterMs }] of levels.entries()) {
    if (!Number.isFinite(afterMs)) break;
    const following = levels[level + 1];
    const times = following === undefined ? Math.floor((end - begin) / afterMs) : 1;
    for (let time = 1; time <= times; time += 1) tell(begin + time * afterMs, channels);
    begin += 2 * afterMs;
    if (following !== undefined) tell(begin, following.channels);
    if (begin > end) break;
  }
  return steps;
}
