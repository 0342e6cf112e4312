import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { Button } from '../../components/form/Button.js';
import { formatDateTime } from '../../format/format-time.js';
import styles from './EventsPage.module.css';
import type { EventPage } from './older-pages.js';

interface SearchStateProps {
  /** How far the search came; nothing is shown where it is complete. */
  readonly reached: Pick<EventPage, 'searchedTo' | 'progress'>;
  readonly isRunning: boolean;
  readonly onStop: () => void;
  readonly onGoOn: () => void;
}

/** How far a search is that takes long, with the button that stops it or has it go on. */
export function SearchState({ reached: { searchedTo, progress }, isRunning, onStop, onGoOn }: SearchStateProps) {
  if (searchedTo === null) return null;
  const share = progress === null ? null : formatShare(progress.searched, progress.of);
  return (
    <div className={styles.search}>
      <p role="status">
        {isRunning ? 'Searching: back' : 'Searched back'} to {formatDateTime(searchedTo)}
        {progress === null ? null : `, ${share ?? ''} of ${formatCount(progress.of)} events`}
      </p>
      {progress === null ? null : <progress value={progress.searched} max={progress.of} aria-label="Searched" />}
      <Button onClick={isRunning ? onStop : onGoOn}>{isRunning ? 'Stop' : 'Search on'}</Button>
    </div>
  );
}
