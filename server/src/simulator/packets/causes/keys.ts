import type { CausedPackets, CauseSetting, TellingCause } from '../cause.js';
import { type Arrival, type LaterCheck, type PacketFlow, sentAt } from '../packet-flow.js';
import type { Random } from '../../random.js';

/** A cause by which every packet of a new SA fails at a later check. */
const OF_NEW_SA = { perSecond: Number.POSITIVE_INFINITY, packetsPerDrop: 0, sa: 'new', suits: () => true } as const;

/** The keys of integrity differ: no packet passes that check, and the window never moves. */
export const integrityKey: TellingCause = {
  ...OF_NEW_SA,
  name: 'integrity-key',
  truth: 'integrity-key',
  packets: (setting) => everyPacket(setting, false, () => 611),
};

/** The keys of encryption differ: the packets are authentic, and what is decrypted is noise. */
export const encryptionKey: TellingCause = {
  ...OF_NEW_SA,
  name: 'encryption-key',
  truth: 'encryption-key',
  packets: (setting) => everyPacket(setting, true, noise),
};

/** The two ends pad in different ways. */
export const padding: TellingCause = {
  ...OF_NEW_SA,
  name: 'padding',
  truth: 'padding',
  packets: (setting) => everyPacket(setting, true, () => 604),
};

function noise(random: Random): LaterCheck {
  const roll = random.next();
  if (roll < 0.42) return 464;
  if (roll < 0.78) return 604;
  if (roll < 0.9) return 606;
  return roll < 0.96 ? 254 : 135;
}

function everyPacket(
  setting: CauseSetting,
  isAuthentic: boolean,
  fails: (random: Random) => LaterCheck,
): CausedPackets {
  // Where nothing is answered little is sent.
  const packetsPerSecond = Math.min(setting.flow.packetsPerSecond, setting.perSecond);
  const flow = { ...setting.flow, packetsPerSecond, anchorMs: setting.fromMs, anchorSeqno: 1 };
  return { flow, arrivals: failing(setting, flow, { isAuthentic, fails }) };
}

interface Failure {
  isAuthentic: boolean;
  fails: (random: Random) => LaterCheck;
}

function* failing(
  { random, untilMs, mostDrops }: CauseSetting,
  flow: PacketFlow,
  { isAuthentic, fails }: Failure,
): Generator<Arrival, void> {
  for (let seqno = 1; seqno <= mostDrops; seqno++) {
    const atMs = sentAt(flow, seqno);
    if (atMs >= untilMs) return;
    yield { atMs, dueMs: atMs, seqno, isOfFlow: true, isAuthentic, fails: fails(random) };
  }
}
