import type { EvidenceItem, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { written } from '../make-verdict.js';

/** Tunnels that began to have a verdict at the same time, in words. */
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
