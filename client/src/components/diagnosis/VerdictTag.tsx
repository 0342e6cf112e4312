import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_WORDS } from '@tunnelwatch/shared/verdict-words';
import styles from './VerdictTag.module.css';

/** In a word what a tunnel's drops are consistent with; nothing while nothing can be told. */
export function VerdictTag({ verdict }: { readonly verdict: TunnelVerdict | null }) {
  if (verdict === null) return null;
  const { short, title } = VERDICT_WORDS[verdict.name];
  const isAlarming = verdict.name === 'replay' || verdict.name === 'forged';
  return (
    <span className={isAlarming ? styles.alarming : styles.tag} title={`${title} (${verdict.confidence} confidence)`}>
      {short}
    </span>
  );
}
