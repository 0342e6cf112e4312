import type { EdgeModel, TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { diagnoseRange } from '../../../../server/src/core/diagnose/diagnose-range.js';
import type { Drop } from '../../../../server/src/core/diagnose/drop.js';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import type { TellingCause } from '../../../../server/src/simulator/packets/cause.js';
import {
  type Arrival,
  type LoggedDrop,
  type PacketFlow,
  sentAt,
  sentUntil,
} from '../../../../server/src/simulator/packets/packet-flow.js';
import { runWindow } from '../../../../server/src/simulator/packets/window-run.js';
import { Random } from '../../../../server/src/simulator/random.js';

const START_MS = Date.UTC(2026, 1, 10, 17);
const MAX_DROPS = 600;
/** A simulated SA is followed for less than this. */
const LONGEST_SECONDS = 900;
const HALF = 2 ** 32;

/** A tunnel with one cause. */
export interface SimulatedTunnel {
  cause: TellingCause;
  seed: number;
  packetsPerSecond: number;
  windowSize: number;
  /** What the peer's counter stood at when the SA was first looked at: SAs are of any age. */
  firstSeqno: number;
}

/** Draws a tunnel for a cause: a rate and a window that can show it. */
export function drawTunnel(cause: TellingCause, seed: number): SimulatedTunnel {
  const random = new Random(seed, 11);
  for (;;) {
    const packetsPerSecond = Math.round(Math.exp(random.between(Math.log(100), Math.log(1_000_000))));
    const windowSize = 32 * 2 ** random.integer(0, 7);
    if (!cause.suits(packetsPerSecond, windowSize)) continue;
    return { cause, seed, packetsPerSecond, windowSize, firstSeqno: drawAge(packetsPerSecond, new Random(seed, 14)) };
  }
}

/** Half of the SAs are young; the others stand anywhere below the end of their numbers, which none reaches meanwhile. */
function drawAge(packetsPerSecond: number, random: Random): number {
  const most = 2 ** 32 - 1 - packetsPerSecond * LONGEST_SECONDS;
  return random.chance(0.5) ? 1 : random.integer(1, most);
}

/** What the gateway logs of it. The same packets come whatever window they are judged by. */
export function loggedDrops(tunnel: SimulatedTunnel, windowSize = tunnel.windowSize): LoggedDrop[] {
  const { cause, seed, packetsPerSecond, firstSeqno } = tunnel;
  const random = new Random(seed, 12);
  const ageMs = 60_000 + random.between(0, 600_000);
  const lengthMs = packetsPerSecond > 100_000 ? 20_000 : 90_000;
  const flow = {
    packetsPerSecond,
    anchorMs: START_MS - ageMs,
    anchorSeqno: firstSeqno,
    stopsMs: Number.POSITIVE_INFINITY,
  };
  const setting = {
    random,
    flow,
    own: flow,
    windowSize: tunnel.windowSize,
    fromMs: START_MS,
    untilMs: START_MS + lengthMs,
    perSecond: cause.perSecond,
    mostDrops: MAX_DROPS,
  };
  const caused = cause.packets(setting);
  const arrivals = [...caused.arrivals];
  const noise = everydayPackets(caused.flow, setting, arrivals.length);
  const drops = runWindow(caused.flow, [...arrivals, ...noise], windowSize);
  // A line about fragments names no tunnel.
  const ofTunnel = drops.filter(({ messageId }) => messageId !== 487);
  return [...ofTunnel, ...(caused.own ?? [])].sort((a, b) => a.atMs - b.atMs);
}

/** What goes wrong on any path: a twentieth as many packets again are doubled or damaged on the way. */
function everydayPackets(
  flow: PacketFlow,
  { random, fromMs, untilMs }: { random: Random; fromMs: number; untilMs: number },
  caused: number,
): Arrival[] {
  if (flow.stopsMs <= untilMs || flow.anchorMs >= fromMs) return [];
  return Array.from({ length: Math.floor(caused / 20) }, () => {
    const seqno = sentUntil(flow, random.between(fromMs, untilMs));
    const dueMs = sentAt(flow, seqno);
    // A damaged copy leaves the packet itself alone, which the cause may have plans for.
    const isCopy = random.chance(0.5);
    if (isCopy) return { atMs: dueMs + 1, dueMs, seqno, isOfFlow: false, isAuthentic: true };
    return { atMs: dueMs, dueMs, seqno: seqno + 1, isOfFlow: false, isAuthentic: false, fails: 611 };
  });
}

/** How a gateway words its drops. */
export interface Wording {
  /** Stamps are in milliseconds, or in whole seconds as some receivers write them. */
  stampMs?: number;
  /** What windowbase names. */
  edge?: EdgeModel;
}

/** Drops as the decoder gives them. */
export function toDrops(logged: readonly LoggedDrop[], { stampMs = 1, edge = 'left' }: Wording = {}): Drop[] {
  return logged.map(({ atMs, messageId, seqno, base, windowSize }, index) => {
    const hasWindow = messageId === 278;
    const named = edge === 'left' ? base : base + windowSize - 1;
    return {
      seq: index + 1,
      time: Math.floor(atMs / stampMs) * stampMs,
      messageId,
      seqnoHigh: Math.floor(seqno / HALF),
      seqnoLow: seqno % HALF,
      baseHigh: hasWindow ? Math.floor(named / HALF) : Number.NaN,
      baseLow: hasWindow ? named % HALF : Number.NaN,
      windowSize: hasWindow ? windowSize : Number.NaN,
    };
  });
}

/** The diagnosis of drops, on a gateway on which so many tunnels have trouble with crypto. */
export function diagnose(drops: readonly Drop[], cryptoTunnels = 0): TunnelDiagnosis {
  const to = (drops.at(-1)?.time ?? START_MS) + 1;
  return diagnoseRange({ from: START_MS, to, events: drops.length, drops, cryptoTunnels }, USUAL_DIAGNOSIS);
}
