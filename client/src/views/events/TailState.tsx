import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import { Button } from '../../components/form/Button.js';
import { formatCount } from '../../format/format-number.js';
import styles from './TailState.module.css';

interface TailStateProps {
  /** Moving; standing still because somebody is at the list; paused by a button. */
  readonly mode: 'live' | 'held' | 'paused';
  /** Events that wait to be shown, as far as the bounded tail holds them. */
  readonly newer: number;
  /** Events that came too fast to be sent, since the page was opened. */
  readonly skipped: number;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onShowNewer: () => void;
}

/** Whether the tail moves, what waits and what was passed over, with the buttons to change that. */
export function TailState({ mode, newer, skipped, onPause, onResume, onShowNewer }: TailStateProps) {
  return (
    <span className={styles.state}>
      {skipped === 0 ? null : (
        <span title="They came faster than a page can show. All of them are stored and counted: older pages have them.">
          {formatCount(skipped)} skipped
        </span>
      )}
      {mode === 'held' && newer > 0 ? <Button onClick={onShowNewer}>Show {most(newer)} new</Button> : null}
      {mode === 'paused' && newer > 0 ? <strong>{most(newer)} new</strong> : null}
      <span className={styles.mode}>{MODE_WORDS[mode]}</span>
      {mode === 'paused' ? <Button onClick={onResume}>Resume</Button> : <Button onClick={onPause}>Pause</Button>}
    </span>
  );
}

const MODE_WORDS = { live: 'Following', held: 'Held while you are in the list', paused: 'Paused' } as const;

function most(newer: number): string {
  return newer >= ROOM_LIMITS.events ? `${ROOM_LIMITS.events} or more` : String(newer);
}
