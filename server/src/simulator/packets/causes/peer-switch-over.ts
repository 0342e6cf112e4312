import type { CauseSetting, TellingCause } from '../cause.js';
import { type Arrival, type PacketFlow, sentUntil } from '../packet-flow.js';

/** How old the numbers of a standby are, seconds. */
const OLD_FROM_S = 60;
const OLD_TO_S = 600;

/**
 * The standby of the peer takes over with a counter that was synchronized a while ago: every packet is late, one number after
 * the other, until they have reached the window, which stands still.
 */
export const peerSwitchOver: TellingCause = {
  name: 'peer-switch-over',
  truth: 'peer-switch-over',
  perSecond: 10,
  packetsPerDrop: 0,
  sa: 'kept',
  suits: () => true,
  packets(setting) {
    const flow = { ...setting.flow, stopsMs: setting.fromMs };
    return { flow, arrivals: climbing(setting, flow) };
  },
};

function* climbing(setting: CauseSetting, flow: PacketFlow): Generator<Arrival, void> {
  const { random, fromMs, untilMs, mostDrops, perSecond } = setting;
  const last = sentUntil(flow, fromMs);
  // Less than half of the numbers of an SA are so old.
  const old = Math.min(random.between(OLD_FROM_S, OLD_TO_S) * flow.packetsPerSecond, last * 0.45);
  let first = Math.floor(last - old);
  // Of a busy peer the log has only some packets.
  const loggedPerSecond = Math.min(flow.packetsPerSecond, perSecond);
  let atMs = fromMs + random.between(0, 50);
  for (let count = 0; count < mostDrops; count++) {
    const gapMs = random.exponential(1000 / loggedPerSecond);
    atMs += gapMs;
    if (atMs >= untilMs) return;
    first += Math.max(1, Math.round((gapMs * flow.packetsPerSecond) / 1000));
    // Those that have reached the window pass.
    if (first > last) return;
    yield { atMs, dueMs: atMs, seqno: first, isOfFlow: false, isAuthentic: true };
  }
}
