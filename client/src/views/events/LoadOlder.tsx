import { Button } from '../../components/form/Button.js';
import { FailedNote } from '../../components/layout/FailedNote.js';
import styles from './EventsPage.module.css';
import type { EventPage } from './older-pages.js';
import { SearchState } from './SearchState.js';
import type { OlderEvents } from './use-older-events.js';

interface LoadOlderProps {
  readonly older: OlderEvents;
  /** True when there are no older events than the displayed ones, even without an older page. */
  readonly isWhole: boolean;
  /** Where the events above all older pages end, if they were searched for. */
  readonly first?: Pick<EventPage, 'searchedTo' | 'progress'> | undefined;
  readonly onLoad: () => void;
}

/** The end of the list: a button for more, or a note that there are none. */
export function LoadOlder({ older, isWhole, first, onLoad }: LoadOlderProps) {
  if (older.problem !== null) {
    return <FailedNote title={older.problem.title} detail={older.problem.detail} onRetry={onLoad} />;
  }
  const { search, reached } = older;
  const end = search.step ?? reached ?? first;
  if (end != null && end.searchedTo !== null && older.hasMore) {
    return <SearchState reached={end} isRunning={older.isLoading} onStop={search.stop} onGoOn={onLoad} />;
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
