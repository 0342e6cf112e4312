import type { Verdict, VerdictName } from '@tunnelwatch/shared/diagnosis';
import { makeVerdict } from '../make-verdict.js';
import { begunAlike, groupVerdicts } from '../group-verdicts.js';
import {
  confidenceOfTunnels,
  ENDS,
  type GatewayFacts,
  type GatewayRule,
  type JudgedTunnel,
  PATH,
} from './gateway-facts.js';

/** Keys or padding of many tunnels differ from the same minute on: their settings were changed. */
export const configurationChange: GatewayRule = (facts) => commonCause(facts, 'configuration-change', ENDS);

/** Packets of many tunnels come late, twice or damaged from the same minute on: one cause on the path. */
export const commonPath: GatewayRule = (facts) => commonCause(facts, 'common-path', PATH);

/** A cause that tunnels share of which several began within a minute to look like one of some verdicts. */
function commonCause(
  { tunnels, settings }: GatewayFacts,
  kind: VerdictName,
  names: ReadonlySet<VerdictName>,
): Verdict | undefined {
  const togetherMs = settings.togetherSeconds * 1000;
  const found = groupVerdicts(tunnels).flatMap(({ name }) => {
    const alike = tunnels.filter(({ verdict }) => verdict.name === name);
    const together = names.has(name) ? mostTogether(alike, togetherMs) : 0;
    return together < settings.commonTunnels ? [] : [{ name, together }];
  });
  const [largest] = found;
  if (largest === undefined) return undefined;
  return makeVerdict(kind, {
    settings,
    explained: found.reduce((sum, { together }) => sum + together, 0),
    of: tunnels.length,
    confidence: confidenceOfTunnels(largest.together, settings),
    messageIds: [],
    evidence: found.map(({ name, together }) => begunAlike(name, together, settings)),
  });
}

/** The largest number of tunnels that began together. */
function mostTogether(tunnels: readonly JudgedTunnel[], togetherMs: number): number {
  const times = tunnels
    .filter(({ hasBegun }) => hasBegun)
    .map(({ verdict }) => verdict.since)
    .sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (let last = 0; last < times.length; last++) {
    while ((times[last] ?? 0) - (times[first] ?? 0) > togetherMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
