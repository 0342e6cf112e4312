import { Button } from '../form/Button.js';
import styles from './Panel.module.css';

interface FailedNoteProps {
  readonly title: string;
  /** What to do about it. */
  readonly detail: string;
  readonly onRetry: () => void;
}

/** Says what failed and what to do, with a button to try again. */
export function FailedNote({ title, detail, onRetry }: FailedNoteProps) {
  return (
    <div className={styles.note} role="alert">
      <p className={styles.failedTitle}>{title}</p>
      <p className={styles.noteText}>{detail}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
