import { visibleLines } from '@tunnelwatch/shared/visible-text';
import { CopyButton } from '../form/CopyButton.js';
import styles from './RawLine.module.css';

interface RawLineProps {
  readonly text: string;
  readonly what?: string;
}

/** A log line as plain text, wrapped, with hidden characters escaped; its copy button gives the line itself. */
export function RawLine({ text, what = 'raw line' }: RawLineProps) {
  return (
    <div className={styles.raw}>
      <pre className={styles.line} tabIndex={0} aria-label={what}>
        {visibleLines(text)}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
