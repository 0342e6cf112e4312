import { type CauseSetting, chosenPackets, type PacketCause, type TellingCause } from '../cause.js';
import { extendedFlow } from '../extended-number.js';
import { type Arrival, sentAt } from '../packet-flow.js';

/** The largest window that anybody sets, packets. */
const LARGEST_WINDOW = 4096;
/** Share of all packets that may be held up. */
const MAX_SHARE = 0.4;

/** Packets overtake each other: some come later than the window forgives, by up to some milliseconds or a few hundred. */
export const reordering: TellingCause = {
  name: 'reordering',
  truth: 'reordering',
  perSecond: 6,
  packetsPerDrop: 4,
  sa: 'kept',
  suits: (rate, window) => window < mostBehind(rate) * 0.7,
  packets: (setting) => ({ flow: setting.flow, arrivals: overtaken(setting) }),
};

function* overtaken(setting: CauseSetting): Generator<Arrival, void> {
  const { random, flow, windowSize, perSecond } = setting;
  const rate = flow.packetsPerSecond;
  const longest = (mostBehind(rate) / rate) * 1000;
  const mean = Math.min(longest / 4, Math.max(4, (windowSize / rate) * 1000));
  // Most of them come in time for the window all the same.
  const lateShare = Math.exp(-((windowSize / rate) * 1000) / mean);
  for (const seqno of chosenPackets(setting, flow, Math.min(perSecond / lateShare, rate * MAX_SHARE))) {
    const delay = Math.min(longest, random.exponential(mean));
    yield heldUp(seqno, sentAt(flow, seqno), delay);
  }
}

/** Packets behind which one may fall for it to be called reordering. */
function mostBehind(rate: number): number {
  return Math.min(LARGEST_WINDOW * 0.95, rate * 0.45);
}

/** A queue that fills, or a second way that is far longer: packets come most of a second to two seconds late. */
export const buffering: TellingCause = {
  name: 'buffering',
  truth: 'buffering',
  perSecond: 12,
  packetsPerDrop: 4,
  sa: 'kept',
  suits: (rate, window) => window < rate * 0.6,
  packets: (setting) => ({ flow: setting.flow, arrivals: queued(setting, 600, 1900) }),
};

/** Duplicates beside late packets, of those: with extended numbers they alone show the window. */
const DUPLICATED_SHARE = 0.15;
/** A flow with extended numbers is in one of so many subspaces after the first. */
const SUBSPACES = 6;

/** Packets of an SA with extended numbers come late: they fail the integrity check; some are doubled on the way. */
export const esnLateness: TellingCause = {
  name: 'esn-lateness',
  truth: 'esn-lateness',
  perSecond: 8,
  packetsPerDrop: 4,
  sa: 'lost',
  suits: (rate, window) => window < rate * 0.1,
  packets(setting) {
    const flow = extendedFlow(setting.flow, setting.random.integer(1, SUBSPACES));
    return { flow, arrivals: lateAndDoubled({ ...setting, flow }) };
  },
};

function* lateAndDoubled(setting: CauseSetting): Generator<Arrival, void> {
  const { random } = setting;
  for (const late of queued(setting, 200, 1500)) {
    yield late;
    if (!random.chance(DUPLICATED_SHARE)) continue;
    const { dueMs, seqno } = late;
    // The packet behind comes twice: both are due when it is.
    const nextMs = dueMs + 1000 / setting.flow.packetsPerSecond;
    yield { atMs: nextMs + 0.01, dueMs: nextMs, seqno: seqno + 1, isOfFlow: false, isAuthentic: true };
  }
}

/** The other member of an HA pair takes over: for a moment packets wait until the switches have learned where to. */
export const switchOver: PacketCause = {
  name: 'ha-switch-over',
  truth: null,
  perSecond: 6,
  packetsPerDrop: 4,
  sa: 'kept',
  suits: (rate, window) => window < rate * 0.1,
  packets: (setting) => ({ flow: setting.flow, arrivals: queued(setting, 100, 1200) }),
};

function* queued(setting: CauseSetting, shortestMs: number, longestMs: number): Generator<Arrival, void> {
  const { flow, perSecond, random } = setting;
  for (const seqno of chosenPackets(setting, flow, Math.min(perSecond, flow.packetsPerSecond * MAX_SHARE))) {
    yield heldUp(seqno, sentAt(flow, seqno), random.between(shortestMs, longestMs));
  }
}

function heldUp(seqno: number, dueMs: number, byMs: number): Arrival {
  return { atMs: dueMs + byMs, dueMs, seqno, isOfFlow: true, isAuthentic: true };
}
