import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { Random } from '../random.js';
import { type Arrival, type LoggedDrop, type PacketFlow, sentUntil } from './packet-flow.js';

/** A tunnel and the time for which something is wrong with it. What is drawn from `random` must not hang on the window. */
export interface CauseSetting {
  random: Random;
  /** What the peer sends us. */
  flow: PacketFlow;
  /** What we send. */
  own: PacketFlow;
  /** The window that the cause is to be seen through, packets. */
  windowSize: number;
  /** Epoch ms. */
  fromMs: number;
  untilMs: number;
  /** Drops a second, about; where every packet is dropped, the most packets that still come. */
  perSecond: number;
  /** Packets that are enough: a cause ends there. */
  mostDrops: number;
}

/** What a cause does to packets. */
export interface CausedPackets {
  flow: PacketFlow;
  /** In order of `dueMs`; to be gone through once. */
  arrivals: Iterable<Arrival>;
  /** Drops of packets of our own, which no window judges, in order of time; to be gone through once. */
  own?: Iterable<LoggedDrop>;
}

/** What can be wrong, at the level of packets, and what that should be found to be consistent with. */
export interface PacketCause {
  name: string;
  /** Null where the drops of a tunnel alone do not tell. */
  truth: VerdictName | null;
  /** Drops a second that are usual; infinite where every packet is dropped. */
  perSecond: number;
  /** Packets a second that a tunnel must have for each drop a second. */
  packetsPerDrop: number;
  /**
   * What becomes of the SA: nothing; the cause begins with a new one, of which no packet is of use; or the old one is of
   * no use any more. All but the first end with a new SA.
   */
  sa: 'kept' | 'new' | 'lost';
  /** False where this rate and window cannot show it: nothing would be dropped. */
  suits: (packetsPerSecond: number, windowSize: number) => boolean;
  packets: (setting: CauseSetting) => CausedPackets;
}

/** A cause that the drops of a tunnel tell by themselves. */
export interface TellingCause extends PacketCause {
  truth: VerdictName;
}

/** Packets of a flow at random with the same chance each: their numbers within the time, from the lowest on. */
export function* chosenPackets(
  { random, fromMs, untilMs, mostDrops }: CauseSetting,
  flow: PacketFlow,
  perSecond: number,
): Generator<number, void> {
  let atMs = fromMs;
  let last = 0;
  for (let count = 0; count < mostDrops;) {
    atMs += random.exponential(1000 / perSecond);
    if (atMs >= untilMs) return;
    const seqno = sentUntil(flow, atMs);
    if (seqno <= last) continue;
    last = seqno;
    count += 1;
    yield seqno;
  }
}
