import { type CauseSetting, chosenPackets, type TellingCause } from '../cause.js';
import { type Arrival, sentAt } from '../packet-flow.js';

/** A link doubles packets (LAG, mirror port, loop): the second copy comes right behind the first. */
export const duplication: TellingCause = {
  name: 'duplication',
  truth: 'duplication',
  perSecond: 10,
  packetsPerDrop: 2,
  sa: 'kept',
  suits: () => true,
  packets: (setting) => ({ flow: setting.flow, arrivals: copies(setting) }),
};

function* copies(setting: CauseSetting): Generator<Arrival, void> {
  const { random, flow, perSecond } = setting;
  for (const seqno of chosenPackets(setting, flow, perSecond)) {
    const dueMs = sentAt(flow, seqno);
    // A copy is some packets behind at the most, however fast they come.
    const behindMs = (random.between(0.01, 8) / flow.packetsPerSecond) * 1000;
    yield { atMs: dueMs + behindMs, dueMs, seqno, isOfFlow: false, isAuthentic: true };
  }
}
