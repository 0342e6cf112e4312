import { lowMemory, outOfMemory } from '../gateway-messages.js';
import {
  claimTunnels,
  type Incident,
  type IncidentContext,
  type IncidentFactory,
  releaseTunnels,
} from '../incident.js';
import { type LineSource, MergedSources } from '../line-source.js';
import { createPlannedIncident } from '../planned-incident.js';
import type { Tally } from '../truth/tally.js';
import type { Tunnel } from '../tunnel.js';
import { reassemblyFailed, resizeFailed } from '../tunnel-messages.js';

/** Share of what an incident may give: fragments are few. */
const BUFFER_SHARE = 0.3;
const TUNNELS = 6;

/** A gateway runs out of memory: a smaller SA database, then none at all; buffers for fragments are missing meanwhile. */
export const createMemoryShortage: IncidentFactory = (context): Incident => {
  const { world, random, truth, atMs } = context;
  const endMs = atMs + random.between(30_000, 60_000);
  const gateway = random.pick(world.gateways);
  const size = random.pick([16_384, 32_768, 65_536]);
  const tally = truth.open({ gateway, cause: 'memory', verdict: 'memory', fromMs: atMs });
  const tunnels = claimTunnels(context, TUNNELS, (tunnel) => tunnel.gateway === gateway);
  const sad = createPlannedIncident({
    startMs: atMs,
    endMs,
    messages: [
      { afterMs: 0, message: { ...lowMemory(gateway, size, size / 2), tally } },
      { afterMs: 90, message: { ...lowMemory(gateway, size / 2, size / 4), tally } },
      { afterMs: 180, message: { ...outOfMemory(gateway, size / 4), tally } },
    ],
    end: () => undefined,
  });
  const starved = starvedOf(tunnels, context);
  const perSecond = context.perSecond * BUFFER_SHARE;
  const lines = new MergedSources([sad, bufferFailures(context, { starved, tally, perSecond, endMs })]);
  return {
    endMs,
    perSecond,
    get dueMs() {
      return lines.dueMs;
    },
    take: () => lines.take(),
    end() {
      truth.close([tally, ...starved.map((one) => one.tally)], endMs);
      releaseTunnels(tunnels);
    },
  };
};

interface Starved {
  tunnel: Tunnel;
  tally: Tally;
}

/** Tunnels whose packets find no buffer, with what the log tells of each: of its own drops nothing is to be made. */
function starvedOf(tunnels: readonly Tunnel[], { truth, atMs }: IncidentContext): Starved[] {
  return tunnels.map((tunnel) => {
    const { gateway } = tunnel;
    return { tunnel, tally: truth.open({ gateway, tunnel, cause: 'memory', verdict: null, fromMs: atMs }) };
  });
}

interface Failures {
  starved: readonly Starved[];
  /** Of the gateway: most messages about buffers name no tunnel. */
  tally: Tally;
  perSecond: number;
  endMs: number;
}

/** Fragments and packets that find no buffer. */
function bufferFailures({ random, atMs }: IncidentContext, failures: Failures): LineSource {
  const { starved, tally, perSecond, endMs } = failures;
  const nextAfter = (ms: number): number => {
    const at = ms + random.exponential(1000 / perSecond);
    return at < endMs && starved.length > 0 ? at : Number.POSITIVE_INFINITY;
  };
  let dueMs = nextAfter(atMs + 200);
  return {
    get dueMs() {
      return dueMs;
    },
    take() {
      const { tunnel, tally: own } = random.pick(starved);
      tunnel.inbound.advanceTo(dueMs);
      const seqno = tunnel.inbound.nextSeqno;
      dueMs = nextAfter(dueMs);
      if (random.chance(0.3)) return { ...resizeFailed(tunnel, seqno, random), tally: own };
      return { ...reassemblyFailed(tunnel, seqno, random, 413), tally };
    },
  };
}
