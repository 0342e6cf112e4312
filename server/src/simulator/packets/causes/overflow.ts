import { type CauseSetting, chosenPackets, type PacketCause } from '../cause.js';
import { type LoggedDrop, sentAt } from '../packet-flow.js';

/** The last number without extended ones (RFC 4303 section 2.2). */
const LAST_NUMBER = 2 ** 32 - 1;
/** Packets of our own that fail for other reasons before the end, of those that fail after it. */
const BEFORE_SHARE = 0.3;

/**
 * Our own counter comes to its end and nobody rekeys: from then on each packet to be sent is dropped. Before that a packet
 * now and then fails to be encrypted, as it happens, and shows the counter on its way.
 */
export const overflow: PacketCause = {
  name: 'overflow',
  truth: null,
  perSecond: Number.POSITIVE_INFINITY,
  packetsPerDrop: 0,
  sa: 'kept',
  suits: () => true,
  packets: (setting) => ({ flow: setting.flow, arrivals: [], own: sent(setting) }),
};

function* sent(setting: CauseSetting): Generator<LoggedDrop, void> {
  const { random, own, fromMs, untilMs, windowSize } = setting;
  const endsMs = sentAt(own, LAST_NUMBER);
  const perSecond = Math.min(setting.perSecond, own.packetsPerSecond);
  const beforeEnd = { ...setting, untilMs: Math.min(untilMs, endsMs) };
  for (const seqno of chosenPackets(beforeEnd, own, perSecond * BEFORE_SHARE)) {
    yield { atMs: sentAt(own, seqno), messageId: random.chance(0.7) ? 572 : 1057, seqno, base: 0, windowSize };
  }
  let atMs = Math.max(fromMs, endsMs);
  for (;;) {
    atMs += random.exponential(1000 / perSecond);
    if (atMs >= untilMs) return;
    yield { atMs, messageId: 339, seqno: LAST_NUMBER, base: 0, windowSize };
  }
}
