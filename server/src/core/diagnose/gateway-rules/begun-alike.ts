import type { EvidenceItem, VerdictName } from '@tunnelwatch/shared/diagnosis';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import { VERDICT_WORDS } from '@tunnelwatch/shared/verdict-words';
import { written } from '../make-verdict.js';

/** Tunnels that began together to look like a verdict, in words. */
export function begunAlike(
  name: VerdictName,
  tunnels: number,
  { togetherSeconds }: Pick<DiagnosisSettings, 'togetherSeconds'>,
): EvidenceItem {
  const within = togetherSeconds === 60 ? 'a minute' : `${String(togetherSeconds)} s`;
  const looks = VERDICT_WORDS[name].title.toLowerCase();
  return {
    text: `${written(tunnels)} ${tunnels === 1 ? 'tunnel' : 'tunnels'} began within ${within} with the same symptoms: ${looks}`,
    events: [],
  };
}
