import { type CauseSetting, chosenPackets, type TellingCause } from '../cause.js';
import { type Arrival, type LoggedDrop, sentAt } from '../packet-flow.js';

/** The crypto hardware cannot keep up: packets of both directions are lost to it, as many of ours as of the peer's. */
export const cryptoCongestion: TellingCause = {
  name: 'crypto-congestion',
  truth: 'crypto-hardware',
  perSecond: 12,
  packetsPerDrop: 1,
  sa: 'kept',
  suits: () => true,
  packets: (setting) => ({ flow: setting.flow, arrivals: undecrypted(setting), own: unencrypted(setting) }),
};

function* undecrypted(setting: CauseSetting): Generator<Arrival, void> {
  const { flow, perSecond } = setting;
  for (const seqno of chosenPackets(setting, flow, perSecond / 2)) {
    const dueMs = sentAt(flow, seqno);
    yield { atMs: dueMs, dueMs, seqno, isOfFlow: true, isAuthentic: true, fails: 282 };
  }
}

function* unencrypted(setting: CauseSetting): Generator<LoggedDrop, void> {
  const { random, own, perSecond, windowSize } = setting;
  for (const seqno of chosenPackets(setting, own, perSecond / 2)) {
    const messageId = random.chance(0.7) ? 572 : 1057;
    yield { atMs: sentAt(own, seqno), messageId, seqno, base: 0, windowSize };
  }
}
