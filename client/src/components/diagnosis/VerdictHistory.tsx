import type { VerdictSpan } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';
import styles from './Diagnosis.module.css';

/** How the verdict changed over the selected time range, the newest first; nothing if it did not. */
export function VerdictHistory({ history }: { readonly history: readonly VerdictSpan[] }) {
  if (history.length < 2) return null;
  return (
    <details className={styles.history}>
      <summary>{history.length} verdicts in this time range</summary>
      <ol>
        {history.toReversed().map(({ from, to, name, confidence, events }) => (
          <li key={from}>
            <span className={styles.span}>
              {formatDateTime(from)} to {formatDateTime(to)}
            </span>
            {VERDICT_LABELS[name].title}
            <span className={styles.soft}>
              {name === 'undetermined' ? '' : `${confidence} confidence, `}
              {formatCount(events)} drops
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
