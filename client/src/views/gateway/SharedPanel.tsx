import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_WORDS } from '@tunnelwatch/shared/verdict-words';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount } from '../../format/format-number.js';
import styles from './GatewayView.module.css';

interface SharedPanelProps {
  readonly verdicts: readonly Verdict[];
  /** Tunnels of which something can be told. */
  readonly judged: number;
}

/** What the tunnels of a gateway share, in sentences. */
export function SharedPanel({ verdicts, judged }: SharedPanelProps) {
  const nothing =
    judged === 0
      ? 'None of its tunnels has had enough drops within the last minutes to tell anything.'
      : `The tunnels of which something can be told, ${formatCount(judged)} by now, share no cause.`;
  return (
    <Panel title="What its tunnels share" empty={verdicts.length === 0 ? <p>{nothing}</p> : null}>
      {verdicts.map(({ name, confidence, evidence }, index) => (
        <div key={`${name} ${String(index)}`} className={styles.verdict}>
          <p className={styles.headline}>
            <strong>{VERDICT_WORDS[name].title}</strong>: consistent with {VERDICT_WORDS[name].cause}.{' '}
            <span className={styles.soft}>{confidence} confidence</span>
          </p>
          <ul>
            {evidence.map(({ text }) => (
              <li key={text}>{text}.</li>
            ))}
          </ul>
          <p className={styles.soft}>Tunnelwatch’s advice: {VERDICT_WORDS[name].advice}</p>
        </div>
      ))}
    </Panel>
  );
}
