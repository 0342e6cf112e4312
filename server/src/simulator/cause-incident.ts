import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import { claimTunnels, type Incident, type IncidentContext, releaseTunnels } from './incident.js';
import { MergedSources } from './line-source.js';
import type { PacketCause } from './packets/cause.js';
import { TroubledTunnel } from './troubled-tunnel.js';
import type { Tunnel } from './tunnel.js';

/** What is late at the end of a cause still comes within so long, ms. */
const TAIL_MS = 2500;
/** Packets a second beyond which no tunnel goes: then there are fewer drops. */
const MAX_RATE = 2_000_000;
/** Tunnels of one gateway from which on they are told to share a cause. */
const SHARED_FROM = 3;

/** A cause that befalls several tunnels for a while. */
export interface CausePlan {
  /** One for each tunnel in turn. */
  causes: readonly PacketCause[];
  /** Tunnels, at the most. */
  tunnels: number;
  lengthMs: number;
  /** Set where all of them are of one gateway, and then what they share, where it is more than the tunnels' own cause. */
  sharedBy?: { gateway: Tunnel['gateway']; cause: string; verdict: VerdictName | null };
  /** Which tunnels can show it; all that the cause suits unless given. */
  suits?: (tunnel: Tunnel) => boolean;
  /** Prepares a claimed tunnel, the one of this number; when its own counter ends then, epoch ms. */
  prepare?: (tunnel: Tunnel, index: number) => number | undefined;
}

/** Lets causes befall tunnels, packet by packet. */
export function causeIncident(context: IncidentContext, plan: CausePlan): Incident {
  const { random, truth, atMs } = context;
  const perSecond = context.perSecond / plan.tunnels;
  const untilMs = atMs + plan.lengthMs;
  const tunnels = claimFor(context, plan, perSecond);
  const troubled = tunnels.map((tunnel, index) => {
    const cause = causeOf(plan, index);
    const overflowAtMs = plan.prepare?.(tunnel, index);
    return new TroubledTunnel({
      tunnel,
      cause,
      fromMs: atMs,
      untilMs,
      random,
      truth,
      perSecond: Math.min(context.perSecond / tunnels.length, possible(cause, MAX_RATE)),
      ...(overflowAtMs === undefined ? {} : { overflowAtMs }),
    });
  });
  const tallies = troubled.map(({ tally }) => tally);
  if (plan.sharedBy !== undefined && tunnels.length >= SHARED_FROM)
    truth.share({ ...plan.sharedBy, fromMs: atMs }, tallies);
  const lines = new MergedSources(troubled);
  const endMs = untilMs + TAIL_MS;
  return {
    endMs,
    perSecond: tunnels.length === 0 ? 0 : context.perSecond,
    get dueMs() {
      return lines.dueMs;
    },
    take: () => lines.take(),
    end() {
      for (const tunnel of troubled) tunnel.end(endMs);
      truth.close(tallies, endMs);
      releaseTunnels(tunnels);
    },
  };
}

function causeOf({ causes }: CausePlan, index: number): PacketCause {
  const cause = causes[index % causes.length];
  if (cause === undefined) throw new RangeError('an incident needs at least one cause');
  return cause;
}

/** Tunnels that show it as they are; where there are none, one that does with more traffic, from a new SA on. */
function claimFor(context: IncidentContext, plan: CausePlan, perSecond: number): Tunnel[] {
  const { atMs } = context;
  const isWanted = (tunnel: Tunnel): boolean =>
    (plan.sharedBy === undefined || tunnel.gateway === plan.sharedBy.gateway) && (plan.suits?.(tunnel) ?? true);
  const asTheyAre = (tunnel: Tunnel): boolean => {
    tunnel.inbound.advanceTo(atMs);
    return plan.causes.every((cause) => shows(cause, tunnel, tunnel.inbound.packetsPerSecond, perSecond));
  };
  const claimed = claimTunnels(context, plan.tunnels, (tunnel) => isWanted(tunnel) && asTheyAre(tunnel));
  if (claimed.length > 0) return claimed;
  const raised = claimTunnels(context, plan.tunnels, (tunnel) => raisedRate(plan, tunnel, perSecond) !== undefined);
  for (const tunnel of raised) {
    const rate = raisedRate(plan, tunnel, perSecond) ?? tunnel.inbound.packetsPerSecond;
    if (rate > tunnel.inbound.packetsPerSecond) tunnel.inbound.rekey(atMs, rate);
  }
  return raised;
}

/** The lowest rate from its own on, in steps of two, at which a tunnel shows all causes. */
function raisedRate({ causes }: CausePlan, tunnel: Tunnel, perSecond: number): number | undefined {
  for (let rate = tunnel.inbound.packetsPerSecond; ; rate = Math.min(rate * 2, MAX_RATE)) {
    if (causes.every((cause) => shows(cause, tunnel, rate, Math.min(perSecond, possible(cause, MAX_RATE)))))
      return rate;
    if (rate >= MAX_RATE) return undefined;
  }
}

function shows(cause: PacketCause, { usualWindow }: Tunnel, rate: number, perSecond: number): boolean {
  return possible(cause, rate) >= perSecond && cause.suits(rate, usualWindow);
}

/** Drops a second that a cause can make of so many packets a second. */
function possible({ packetsPerDrop }: PacketCause, rate: number): number {
  return packetsPerDrop === 0 ? Number.POSITIVE_INFINITY : rate / packetsPerDrop;
}
