import { type CauseSetting, chosenPackets, type TellingCause } from '../cause.js';
import { type Arrival, sentAt } from '../packet-flow.js';

const LAST_NUMBER = 2 ** 32 - 1;
/** Packets from one damaged one to the next, at the least. */
const FAR_APART = 60;

/** A bad line, card or memory damages one packet in some hundreds. */
export const corruption: TellingCause = {
  name: 'corruption',
  truth: 'corruption',
  perSecond: 8,
  packetsPerDrop: FAR_APART,
  sa: 'kept',
  suits: () => true,
  packets: (setting) => ({ flow: setting.flow, arrivals: damaged(setting) }),
};

function* damaged(setting: CauseSetting): Generator<Arrival, void> {
  const { random, flow } = setting;
  const perSecond = Math.min(setting.perSecond, flow.packetsPerSecond / FAR_APART);
  for (const seqno of chosenPackets(setting, flow, perSecond)) {
    const dueMs = sentAt(flow, seqno);
    // Where it hits a fragment, the packet cannot be put together.
    const fails = random.chance(0.9) ? 611 : random.chance(0.6) ? 487 : 606;
    yield { atMs: dueMs, dueMs, seqno, isOfFlow: true, isAuthentic: fails === 606, fails };
  }
}

/** Somebody without the key makes packets up, their numbers anywhere in 32 bits. */
export const forged: TellingCause = {
  name: 'forged',
  truth: 'forged',
  perSecond: 7,
  packetsPerDrop: 0,
  sa: 'kept',
  suits: () => true,
  packets: (setting) => ({ flow: setting.flow, arrivals: madeUp(setting) }),
};

function* madeUp({ random, fromMs, untilMs, perSecond, mostDrops }: CauseSetting): Generator<Arrival, void> {
  let atMs = fromMs;
  for (let count = 0; count < mostDrops; count++) {
    atMs += random.exponential(1000 / perSecond);
    if (atMs >= untilMs) return;
    const seqno = random.integer(1, LAST_NUMBER);
    yield { atMs, dueMs: atMs, seqno, isOfFlow: false, isAuthentic: false, fails: 611 };
  }
}
