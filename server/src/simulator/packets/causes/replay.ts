import type { CauseSetting, TellingCause } from '../cause.js';
import { type Arrival, sentAt, sentUntil } from '../packet-flow.js';

/** A recording is played for so long before the next one, seconds, where drops are few. */
const LONGEST_BURST_S = 10;

/** Somebody recorded a piece of the traffic and sends it again, burst after burst, while the real traffic goes on. */
export const replayAttack: TellingCause = {
  name: 'replay-attack',
  truth: 'replay',
  perSecond: 30,
  packetsPerDrop: 0,
  sa: 'kept',
  suits: () => true,
  packets: (setting) => ({ flow: setting.flow, arrivals: replayed(setting) }),
};

function* replayed(setting: CauseSetting): Generator<Arrival, void> {
  const { random, flow, windowSize, untilMs, mostDrops, perSecond } = setting;
  const rate = flow.packetsPerSecond;
  const leastAgeMs = Math.max(3000, (windowSize / rate) * 1500);
  const gapMs = 1000 / Math.max(Math.min(rate, 2000), perSecond * 3);
  // What has not been sent for long enough cannot have been recorded.
  const youngMs = sentAt(flow, 1) + leastAgeMs + (120 / rate) * 1000;
  let atMs = Math.max(setting.fromMs, youngMs) + random.between(0, 1000);
  let count = 0;
  while (atMs < untilMs && count < mostDrops) {
    const length = Math.min(random.integer(40, 120), Math.max(8, Math.round(perSecond * LONGEST_BURST_S)));
    const passes = random.integer(1, 3);
    const recorded = sentUntil(flow, atMs - leastAgeMs - random.exponential(20_000)) - length;
    const first = Math.max(1, recorded);
    for (let pass = 0; pass < passes; pass++) {
      const startMs = atMs;
      for (let index = 0; index < length && atMs < untilMs; index++) {
        yield { atMs, dueMs: atMs, seqno: first + index, isOfFlow: false, isAuthentic: true };
        count += 1;
        atMs += random.exponential(gapMs);
      }
      atMs = Math.max(atMs, startMs + (length / perSecond) * 1000 * random.between(0.5, 1.5));
    }
  }
}
