import type { Silence } from '@tunnelwatch/shared/source-health';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { FailingTunnel, Gateway, Tunnel, WorstTunnel } from '@tunnelwatch/shared/tunnel';
import type { GatewayEntry, LiveModel, TunnelEntry } from './live-model.js';
import { minuteOf } from './live-model.js';
import type { MemberTurns } from './member-turns.js';
import { ACTIVITY_MINUTES } from './minute-ring.js';

const RATE_MINUTES = 5;

/** A tunnel summary, as of a reference time (epoch ms). */
export function summariseTunnel({ gateway, matchkey, activity, verdict }: TunnelEntry, referenceTime: number): Tunnel {
  const last = minuteOf(referenceTime);
  return {
    gateway,
    matchkey,
    firstTime: activity.firstTime,
    lastTime: activity.lastTime,
    counts: activity.counts(),
    total: activity.total,
    recent: activity.recent(last, ACTIVITY_MINUTES),
    recentTotal: activity.failures(last, ACTIVITY_MINUTES),
    perMinute: activity.failures(last, RATE_MINUTES) / RATE_MINUTES,
    verdict,
  };
}

/** Signs of life, which a gateway's own messages do not show. */
export interface GatewayLife {
  members: readonly string[];
  turns: MemberTurns;
  lastArrival: number | null;
  skewMs: number | null;
  silence: Silence | null;
}

/** A gateway summary, as of a reference time (epoch ms). */
export function summariseGateway(
  { gateway, activity, tunnelCount }: GatewayEntry,
  life: GatewayLife | undefined,
  referenceTime: number,
): Gateway {
  const last = minuteOf(referenceTime);
  return {
    gateway,
    members: [...(life?.members ?? [])].sort(),
    activeMember: life?.turns.active ?? null,
    switchOvers: [...(life?.turns.switchOvers ?? [])],
    lastTime: activity.total === 0 ? null : activity.lastTime,
    lastArrival: life?.lastArrival ?? null,
    skewMs: life?.skewMs ?? null,
    silence: life?.silence ?? null,
    tunnels: tunnelCount,
    counts: activity.counts(),
    recent: activity.recent(last, ACTIVITY_MINUTES),
    recentTotal: activity.failures(last, ACTIVITY_MINUTES),
  };
}

/** The tunnels with the most events of a class in the activity window, worst first, with one point per minute. */
export function worstTunnels(model: LiveModel, classIndex: number, referenceTime: number, most: number): WorstTunnel[] {
  const last = minuteOf(referenceTime);
  const found: { tunnel: TunnelEntry; count: number }[] = [];
  for (const tunnel of model.active) {
    const count = tunnel.activity.classSum(classIndex, last, ACTIVITY_MINUTES);
    if (count > 0) found.push({ tunnel, count });
  }
  found.sort((a, b) => b.count - a.count || a.tunnel.id - b.tunnel.id);
  return found.slice(0, most).map(({ tunnel, count }) => ({
    gateway: tunnel.gateway,
    matchkey: tunnel.matchkey,
    count,
    perMinute: tunnel.activity.classSum(classIndex, last, RATE_MINUTES) / RATE_MINUTES,
    spark: tunnel.activity.spark(classIndex, last, ACTIVITY_MINUTES),
    verdict: tunnel.verdict,
  }));
}

const REPLAY = COUNTED_CLASSES.indexOf('replay');
const INTEGRITY = COUNTED_CLASSES.indexOf('integrity');

/**
 * The tunnels with the most failures of all classes in the activity window, worst first, with one point per minute.
 * @param includes which gateways count
 */
export function failingTunnels(
  model: LiveModel,
  referenceTime: number,
  most: number,
  includes: (gateway: string) => boolean = () => true,
): FailingTunnel[] {
  const last = minuteOf(referenceTime);
  const found: { tunnel: TunnelEntry; count: number }[] = [];
  for (const tunnel of model.active) {
    if (!includes(tunnel.gateway)) continue;
    const count = tunnel.activity.failures(last, ACTIVITY_MINUTES);
    if (count > 0) found.push({ tunnel, count });
  }
  found.sort((a, b) => b.count - a.count || a.tunnel.id - b.tunnel.id);
  return found.slice(0, most).map(({ tunnel, count }) => {
    const { gateway, matchkey, activity, verdict } = tunnel;
    return {
      gateway,
      matchkey,
      count,
      perMinute: activity.failures(last, RATE_MINUTES) / RATE_MINUTES,
      replay: activity.spark(REPLAY, last, ACTIVITY_MINUTES),
      integrity: activity.spark(INTEGRITY, last, ACTIVITY_MINUTES),
      other: otherFailures(activity, last),
      verdict,
    };
  });
}

function otherFailures(activity: TunnelEntry['activity'], last: number): number[] {
  const sums = new Array<number>(ACTIVITY_MINUTES).fill(0);
  for (const [index, name] of COUNTED_CLASSES.entries()) {
    if (index === REPLAY || index === INTEGRITY || name === 'unknown') continue;
    for (const [minute, count] of activity.spark(index, last, ACTIVITY_MINUTES).entries()) {
      sums[minute] = (sums[minute] ?? 0) + count;
    }
  }
  return sums;
}
