import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './GatewayView.module.css';

interface SharedPanelProps {
  readonly verdicts: readonly Verdict[];
  /** Tunnels with a verdict. */
  readonly judged: number;
}

/** Common causes of a gateway's tunnels, in sentences. */
export function SharedPanel({ verdicts, judged }: SharedPanelProps) {
  const nothing =
    judged === 0
      ? 'No tunnel has had enough drops in the last minutes for a diagnosis.'
      : `No common cause among the tunnels with a diagnosis (${formatCount(judged)}).`;
  return (
    <Panel title="Common causes" empty={verdicts.length === 0 ? <p>{nothing}</p> : null}>
      {verdicts.map(({ name, confidence, evidence }, index) => (
        <div key={`${name} ${String(index)}`} className={styles.verdict}>
          <p className={styles.headline}>
            <strong>{VERDICT_LABELS[name].title}</strong>: consistent with {VERDICT_LABELS[name].cause}.{' '}
            <span className={styles.soft}>{confidence} confidence</span>
          </p>
          <ul>
            {evidence.map(({ text }) => (
              <li key={text}>{text}.</li>
            ))}
          </ul>
          <p className={styles.soft}>Tunnelwatch’s advice: {VERDICT_LABELS[name].advice}</p>
        </div>
      ))}
    </Panel>
  );
}
