import type { CauseSetting, TellingCause } from '../cause.js';
import { type Arrival, sentUntil } from '../packet-flow.js';

/** How far behind the furthest one another sender is, seconds of its traffic. */
const BEHIND_FROM_S = 4;
const BEHIND_TO_S = 40;

/**
 * Several senders use one SA, each with its own counter (anycast, load balancing per packet): the furthest one moves the
 * window, and every packet of the others is late. Of busy senders the log has only some packets.
 */
export const severalSenders: TellingCause = {
  name: 'several-senders',
  truth: 'several-senders',
  perSecond: 8,
  packetsPerDrop: 0,
  sa: 'kept',
  suits: (rate, window) => window < rate,
  packets: (setting) => ({ flow: setting.flow, arrivals: interleaved(setting) }),
};

/** A sender behind the furthest one. */
interface Sender {
  /** Its number at the beginning. */
  first: number;
  packetsPerSecond: number;
  /** Packets a second that the log has. */
  perSecond: number;
}

function* interleaved(setting: CauseSetting): Generator<Arrival, void> {
  const { random, fromMs, untilMs, mostDrops } = setting;
  const senders = sendersOf(setting);
  const due = senders.map(({ perSecond }) => fromMs + random.exponential(1000 / perSecond));
  const last = senders.map(({ first }) => first);
  for (let count = 0; count < mostDrops; count++) {
    const index = due.indexOf(Math.min(...due));
    const atMs = due[index] ?? untilMs;
    const sender = senders[index];
    if (sender === undefined || atMs >= untilMs) return;
    const sent = sender.first + Math.floor(((atMs - fromMs) * sender.packetsPerSecond) / 1000);
    const seqno = Math.max((last[index] ?? 0) + 1, sent);
    last[index] = seqno;
    due[index] = atMs + random.exponential(1000 / sender.perSecond);
    yield { atMs, dueMs: atMs, seqno, isOfFlow: false, isAuthentic: true };
  }
}

function sendersOf({ random, flow, fromMs, perSecond }: CauseSetting): Sender[] {
  const rate = flow.packetsPerSecond;
  const now = sentUntil(flow, fromMs);
  const others = random.integer(1, 3);
  return Array.from({ length: others }, () => {
    const behind = random.between(BEHIND_FROM_S, BEHIND_TO_S) * rate;
    const logged = perSecond / others;
    // One with little traffic has all of its packets in the log.
    const packetsPerSecond = random.chance(0.3) ? Math.min(rate, logged) : rate * random.between(0.3, 1);
    return { first: Math.max(1, Math.floor(now - behind)), packetsPerSecond, perSecond: logged };
  });
}
