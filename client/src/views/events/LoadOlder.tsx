import { Button } from '../../components/form/Button.js';
import { FailedNote } from '../../components/layout/FailedNote.js';
import styles from './EventsPage.module.css';
import type { OlderEvents } from './use-older-events.js';

interface LoadOlderProps {
  readonly older: OlderEvents;
  /** True when there are no older events than the displayed ones, even without an older page. */
  readonly isWhole: boolean;
  readonly onLoad: () => void;
}

/** The end of the list: a button for more, or a note that there are none. */
export function LoadOlder({ older, isWhole, onLoad }: LoadOlderProps) {
  if (older.problem !== null) {
    return <FailedNote title={older.problem.title} detail={older.problem.detail} onRetry={onLoad} />;
  }
  if (!older.hasMore || (isWhole && older.pages.length === 0)) return <p className={styles.end}>No older events.</p>;
  return (
    <p className={styles.end}>
      <Button onClick={onLoad} disabled={older.isLoading}>
        {older.isLoading ? 'Loading…' : 'Load older'}
      </Button>
    </p>
  );
}
