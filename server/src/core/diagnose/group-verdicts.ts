import type { EvidenceItem, VerdictGroup, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { JudgedTunnel } from './gateway-rules/gateway-facts.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { written } from './make-verdict.js';

const MAX_EXAMPLES = 20;

/** Tunnels by verdict, the largest group first. */
export function groupVerdicts(tunnels: readonly JudgedTunnel[]): VerdictGroup[] {
  const groups = new Map<VerdictName, JudgedTunnel[]>();
  for (const tunnel of tunnels) {
    const group = groups.get(tunnel.verdict.name);
    if (group === undefined) groups.set(tunnel.verdict.name, [tunnel]);
    else group.push(tunnel);
  }
  return [...groups]
    .map(([name, of]) => {
      const newest = of.toSorted((a, b) => b.verdict.since - a.verdict.since);
      return {
        name,
        tunnels: of.length,
        firstSince: newest.at(-1)?.verdict.since ?? 0,
        lastSince: newest[0]?.verdict.since ?? 0,
        examples: newest.slice(0, MAX_EXAMPLES).map(({ matchkey, verdict: { confidence, since } }) => {
          return { matchkey, confidence, since };
        }),
      };
    })
    .sort((a, b) => b.tunnels - a.tunnels);
}

/** Tunnels that began together to look like a verdict, in words. */
export function begunAlike(
  name: VerdictName,
  tunnels: number,
  { togetherSeconds }: Pick<DiagnosisSettings, 'togetherSeconds'>,
): EvidenceItem {
  const within = togetherSeconds === 60 ? 'a minute' : `${String(togetherSeconds)} s`;
  const looks = VERDICT_LABELS[name].title.toLowerCase();
  return {
    text: `${written(tunnels)} ${tunnels === 1 ? 'tunnel' : 'tunnels'} began within ${within} with the same symptoms: ${looks}`,
    events: [],
  };
}
