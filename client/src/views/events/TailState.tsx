import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
import { Button } from '../../components/form/Button.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './TailState.module.css';

interface TailStateProps {
  /** Live; paused because the list is in use; paused by the button. */
  readonly mode: 'live' | 'held' | 'paused';
  /** Events waiting to be shown, as far as the bounded tail contains them. */
  readonly newer: number;
  /** Events that arrived too fast to be sent, since the page was opened. */
  readonly skipped: number;
  readonly onPause: () => void;
  readonly onResume: () => void;
  readonly onShowNewer: () => void;
}

/** Whether the tail is live, what is waiting and what was skipped, with the buttons to change that. */
export function TailState({ mode, newer, skipped, onPause, onResume, onShowNewer }: TailStateProps) {
  return (
    <span className={styles.state}>
      {skipped === 0 ? null : (
        <span title="They arrived faster than a page can show them. All are stored and counted: load older events to see them.">
          {formatCount(skipped)} skipped
        </span>
      )}
      {mode === 'held' && newer > 0 ? <Button onClick={onShowNewer}>Show {atLeast(newer)} new</Button> : null}
      {mode === 'paused' && newer > 0 ? <strong>{atLeast(newer)} new</strong> : null}
      <span className={styles.mode}>{MODE_LABEL[mode]}</span>
      {mode === 'paused' ? <Button onClick={onResume}>Resume</Button> : <Button onClick={onPause}>Pause</Button>}
    </span>
  );
}

const MODE_LABEL = { live: 'Following', held: 'Paused while you are in the list', paused: 'Paused' } as const;

function atLeast(newer: number): string {
  return newer >= ROOM_LIMITS.events ? `${ROOM_LIMITS.events} or more` : String(newer);
}
