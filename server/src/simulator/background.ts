import { otherMessage, saChanged } from './gateway-messages.js';
import type { LineSource } from './line-source.js';
import type { SimulatedMessage } from './message.js';
import type { Pace } from './pace.js';
import type { Random } from './random.js';
import type { TruthBook } from './truth/truth-book.js';
import type { Tunnel } from './tunnel.js';
import {
  badCiphertextLength,
  badIpVersion,
  badNextHeader,
  badPadding,
  decryptionFailed,
  ecnAdjusted,
  ecnDropped,
  encryptionFailed,
  integrityFailed,
  ivFailed,
  packetTooSmall,
  payloadTooSmall,
  reassemblyFailed,
  refusal,
  resizeFailed,
} from './tunnel-messages.js';
import { createWeightedPicker } from './weighted-picker.js';
import type { World } from './world.js';

type Kind = (tunnel: Tunnel, random: Random, atMs: number) => SimulatedMessage | undefined;

/** Everyday queues hold no packet for longer, seconds: what a window forgives longer never comes too late. */
const LONGEST_QUEUE_S = 0.3;

/** A packet held up somewhere for up to a tenth of a second beyond what its window forgives. */
const latePacket: Kind = (tunnel, random) => {
  const { inbound } = tunnel;
  if (inbound.window.size > inbound.packetsPerSecond * LONGEST_QUEUE_S) return undefined;
  const lag = inbound.window.size + Math.floor(inbound.packetsPerSecond * Math.min(0.1, random.exponential(0.01)));
  const seqno = inbound.window.top - lag;
  return seqno < 1 ? undefined : refusal(tunnel, seqno);
};

/** A packet that came twice, the copy close behind. */
const doublePacket: Kind = (tunnel, random) => {
  const seqno = tunnel.inbound.window.highest - random.integer(0, 5);
  return seqno < 1 ? undefined : refusal(tunnel, seqno);
};

/** Everyday kinds and how often each occurs, of 1000 everyday IPSEC lines. */
const KINDS: readonly (readonly [number, Kind])[] = [
  [330, latePacket],
  [150, doublePacket],
  [160, (tunnel) => integrityFailed(tunnel, tunnel.inbound.nextSeqno)],
  [70, (tunnel, random) => ecnAdjusted(tunnel, tunnel.inbound.nextSeqno, random)],
  [40, (tunnel) => ecnDropped(tunnel, tunnel.inbound.nextSeqno)],
  [50, (tunnel, random) => reassemblyFailed(tunnel, tunnel.inbound.nextSeqno, random)],
  [25, (tunnel, random) => packetTooSmall(tunnel, tunnel.inbound.nextSeqno, random)],
  [20, (tunnel, random) => payloadTooSmall(tunnel, tunnel.inbound.nextSeqno, random)],
  [20, (tunnel, random, atMs) => resizeFailed(tunnel, tunnel.outbound.seqnoAt(atMs), random)],
  [15, (tunnel, random) => badIpVersion(tunnel, tunnel.inbound.nextSeqno, random)],
  [15, (tunnel, random) => badPadding(tunnel, tunnel.inbound.nextSeqno, random)],
  [10, (tunnel, random) => badNextHeader(tunnel, tunnel.inbound.nextSeqno, random)],
  [10, (tunnel, random) => badCiphertextLength(tunnel, tunnel.inbound.nextSeqno, random)],
  [10, (tunnel, random) => decryptionFailed(tunnel, tunnel.inbound.nextSeqno, random)],
  [10, (tunnel, random, atMs) => encryptionFailed(tunnel, tunnel.outbound.seqnoAt(atMs), random)],
  [5, (tunnel, random, atMs) => ivFailed(tunnel, tunnel.outbound.seqnoAt(atMs), random)],
  [60, (tunnel, random) => saChanged(tunnel, random)],
];

const pickKind = createWeightedPicker(KINDS.map(([weight]) => weight));

/** Share of lines of other categories in an everyday log. */
const OTHER_SHARE = 0.4;

const ATTEMPTS = 8;

/** Everyday lines that are no drops: the truth does not count them. */
const NO_DROPS: ReadonlySet<number> = new Set([766, 1690, 1713]);

/** What everyday lines are made from. */
export interface Everyday {
  world: World;
  random: Random;
  truth: TruthBook;
}

/** An everyday IPSEC line, nothing above a Warning, of a tunnel that no incident has; another line when none is free. */
function everydayIpsec({ world, random, truth }: Everyday, atMs: number): SimulatedMessage {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const tunnel = world.activeTunnel(random);
    if (tunnel.isClaimed) continue;
    tunnel.inbound.advanceTo(atMs);
    // A new SA has no packet yet that could come late or twice: another draw then.
    const message = KINDS[pickKind(random)]?.[1](tunnel, random, atMs);
    if (message === undefined) continue;
    if (!NO_DROPS.has(message.id)) message.tally = truth.everyday(tunnel);
    return message;
  }
  return otherMessage(random.pick(world.gateways), random);
}

/** A line as a healthy network gives it: connections, IKE, and a packet dropped here and there. */
export function everydayLine(everyday: Everyday, atMs: number): SimulatedMessage {
  const { world, random } = everyday;
  if (random.chance(OTHER_SHARE)) return otherMessage(random.pick(world.gateways), random);
  return everydayIpsec(everyday, atMs);
}

/** Everyday lines at the pace of the log. */
export function createEverydayLines(everyday: Everyday, pace: Pace, startMs: number): LineSource {
  const { random } = everyday;
  let dueMs = startMs;
  return {
    get dueMs() {
      return dueMs;
    },
    take() {
      const message = everydayLine(everyday, dueMs);
      dueMs += pace.everydayGap(dueMs, random);
      return message;
    },
  };
}
