import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import styles from './VerdictTag.module.css';

/** Short label of what a tunnel's drops are consistent with; nothing while there is no verdict. */
export function VerdictTag({ verdict }: { readonly verdict: TunnelVerdict | null }) {
  if (verdict === null) return null;
  const { short, title } = VERDICT_LABELS[verdict.name];
  const isAlarming = verdict.name === 'replay' || verdict.name === 'forged';
  return (
    <span className={isAlarming ? styles.alarming : styles.tag} title={`${title} (${verdict.confidence} confidence)`}>
      {short}
    </span>
  );
}
