import { Button } from '../form/Button.js';
import styles from './Panel.module.css';

interface FailedNoteProps {
  readonly title: string;
  /** The remedy. */
  readonly detail: string;
  readonly onRetry: () => void;
}

/** Shows what failed and the remedy, with a retry button. */
export function FailedNote({ title, detail, onRetry }: FailedNoteProps) {
  return (
    <div className={styles.note} role="alert">
      <p className={styles.failedTitle}>{title}</p>
      <p className={styles.noteText}>{detail}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
