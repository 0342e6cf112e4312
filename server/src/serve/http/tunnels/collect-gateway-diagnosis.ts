import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { diagnoseRange } from '../../../core/diagnose/diagnose-range.js';
import { PAGE_LIMITS } from '../../../core/diagnose/diagnosis-limits.js';
import type { JudgedTunnel } from '../../../core/diagnose/gateway-rules/gateway-facts.js';
import { cryptoTimeOf } from '../../../core/diagnose/tunnel-fold.js';
import type { ApiContext } from '../api-context.js';
import { storedFilter } from '../as-of.js';
import {
  cryptoTunnelsOf,
  type DropOfTunnel,
  needsNeighbours,
  type OfGateway,
  ofOthers,
  readDrops,
  replayDropsOf,
  type TunnelTime,
} from './collect-diagnosis.js';

/** Buckets in which the events of each tunnel are counted. */
const BUCKETS = 240;

/** A gateway and a time, epoch ms. */
export type GatewayTime = Omit<TunnelTime, 'matchkey'>;

/** What the tunnels of a gateway looked like over a time range. */
export interface GatewayRange {
  /** Tunnels with a verdict that names a cause. */
  tunnels: JudgedTunnel[];
  /** Tunnels with events, and how many of them, those with the most events, were diagnosed. */
  failing: number;
  examined: number;
}

type DiagnosisContext = Pick<ApiContext, 'reader' | 'diagnosis'>;

/** Reads the events of a gateway's tunnels within a time range and diagnoses each tunnel as its page does. */
export async function collectGatewayDiagnosis(time: GatewayTime, context: DiagnosisContext): Promise<GatewayRange> {
  const { reader } = context;
  const { gateway, from, to, at } = time;
  const { asOf } = await storedFilter(reader, { at });
  const ofGateway = asOf === undefined ? { gateway } : { gateway, asOf };
  const stepMs = Math.max(1, Math.ceil((to - from) / BUCKETS));
  const groups = await reader.series({
    filter: ofGateway,
    by: 'tunnel',
    top: PAGE_LIMITS.gatewayTunnels + 1,
    from,
    stepMs,
    buckets: Math.ceil((to - from) / stepMs),
  });
  const failing = groups.flatMap(({ matchkey, counts, total }) =>
    matchkey === null || total === 0
      ? []
      : [{ matchkey, firstAt: from + counts.findIndex((count) => count > 0) * stepMs }],
  );
  const examined = failing.slice(0, PAGE_LIMITS.gatewayTunnels);
  const replayDrops = context.diagnosis.windowbase === 'auto' ? await replayDropsOf(reader, { ...ofGateway, to }) : [];
  const tunnels: JudgedTunnel[] = [];
  for (const { matchkey, firstAt } of examined) {
    const tunnel = { matchkey, firstAt, from, to, ofGateway, replayDrops };
    const judged = await judgeTunnel(tunnel, context);
    if (judged !== undefined) tunnels.push(judged);
  }
  return { tunnels, failing: failing.length, examined: examined.length };
}

interface TunnelOfRange {
  matchkey: string;
  /** When its first events were, epoch ms: the start of their bucket. */
  firstAt: number;
  from: number;
  to: number;
  ofGateway: OfGateway;
  replayDrops: readonly DropOfTunnel[];
}

async function judgeTunnel(tunnel: TunnelOfRange, context: DiagnosisContext): Promise<JudgedTunnel | undefined> {
  const { matchkey, from, to, ofGateway, replayDrops } = tunnel;
  const { reader, diagnosis } = context;
  const filter = { ...ofGateway, matchkey, from, to };
  const drops = await readDrops(reader, filter, PAGE_LIMITS.gatewayTunnelEvents);
  const last = drops.at(-1)?.time ?? to;
  const found = diagnoseRange(
    {
      from,
      to,
      events: drops.length,
      drops,
      neighbours: needsNeighbours(drops, diagnosis) ? ofOthers(replayDrops, matchkey) : [],
      cryptoTunnels: await cryptoTunnelsOf(context, ofGateway, cryptoTimeOf(last, diagnosis)),
    },
    diagnosis,
  );
  const [first] = found.verdicts;
  if (first === undefined || first.name === 'undetermined') return undefined;
  const since = sinceOf(found, tunnel, drops.length >= PAGE_LIMITS.gatewayTunnelEvents);
  const verdict = { name: first.name, confidence: first.confidence, since };
  return { matchkey, verdict, hasBegun: await hasBegun(since, { ...ofGateway, matchkey }, context) };
}

/** When a tunnel began to look like its verdict; older events than the examined ones are taken for the same. */
function sinceOf({ history }: TunnelDiagnosis, { firstAt }: TunnelOfRange, isCut: boolean): number {
  const name = history.at(-1)?.name;
  const before = history.findLastIndex((span) => span.name !== name && span.name !== 'undetermined');
  const start = history.slice(before + 1)[0]?.from ?? firstAt;
  return isCut && before < 0 ? Math.min(firstAt, start) : start;
}

/** Whether a tunnel failed less before a time than since. */
async function hasBegun(
  since: number,
  filter: OfGateway & { matchkey: string },
  { reader, diagnosis }: DiagnosisContext,
): Promise<boolean> {
  const { spanMinutes, beforeMinutes, begunShare }: DiagnosisSettings = diagnosis;
  const before = await reader.countEvents({ ...filter, from: since - beforeMinutes * MINUTE_MS, to: since });
  if (before === 0) return true;
  const after = await reader.countEvents({ ...filter, from: since, to: since + spanMinutes * MINUTE_MS });
  return before / beforeMinutes < begunShare * (after / spanMinutes);
}
