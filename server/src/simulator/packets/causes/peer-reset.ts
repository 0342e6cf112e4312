import type { CauseSetting, TellingCause } from '../cause.js';
import { type Arrival, type PacketFlow, sentUntil } from '../packet-flow.js';

/** The peer restarts and counts from 1 again in the same SA: packet after packet is late, and the window stands still. */
export const peerReset: TellingCause = {
  name: 'peer-reset',
  truth: 'peer-reset',
  perSecond: Number.POSITIVE_INFINITY,
  packetsPerDrop: 0,
  sa: 'lost',
  suits: () => true,
  packets(setting) {
    const flow = { ...setting.flow, stopsMs: setting.fromMs };
    return { flow, arrivals: fromOne(setting, flow) };
  },
};

function* fromOne(setting: CauseSetting, flow: PacketFlow): Generator<Arrival, void> {
  const { random, fromMs, untilMs, mostDrops, windowSize, perSecond } = setting;
  // Once it has caught up with the window, packets pass again.
  const most = Math.min(mostDrops, sentUntil(flow, fromMs) - windowSize);
  // Where nothing is answered little is sent.
  const gapMs = 1000 / Math.min(flow.packetsPerSecond, perSecond);
  let atMs = fromMs + random.between(0, 50);
  for (let seqno = 1; seqno <= most; seqno++) {
    atMs += gapMs;
    if (atMs >= untilMs) return;
    yield { atMs, dueMs: atMs, seqno, isOfFlow: false, isAuthentic: true };
  }
}
