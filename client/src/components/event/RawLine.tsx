import { CopyButton } from '../form/CopyButton.js';
import styles from './RawLine.module.css';

interface RawLineProps {
  readonly text: string;
  readonly what?: string;
}

/** A line of a log, as text and nothing but text, wrapped, with a button that copies it. */
export function RawLine({ text, what = 'raw line' }: RawLineProps) {
  return (
    <div className={styles.raw}>
      <pre className={styles.line} tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
