import type { LineSample } from '@tunnelwatch/shared/source-health';
import { Time } from '../../../components/time/Time.js';
import styles from './Samples.module.css';

interface SamplesProps {
  readonly samples: readonly LineSample[];
  /** Label of a reason. */
  readonly reasonText?: (reason: string) => string;
}

/** The newest lines of a kind, as plain text. */
export function Samples({ samples, reasonText }: SamplesProps) {
  if (samples.length === 0) return null;
  return (
    <ol className={styles.samples}>
      {samples.map((sample, index) => (
        // Samples have no ids, and equal ones are common: the index is the key.
        <li key={index}>
          <p className={styles.head}>
            <Time at={sample.at} /> {reasonText === undefined ? sample.reason : reasonText(sample.reason)}
          </p>
          <pre className={styles.line}>{sample.line}</pre>
        </li>
      ))}
    </ol>
  );
}
