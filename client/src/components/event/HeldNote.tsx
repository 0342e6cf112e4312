import type { ReactNode } from 'react';
import { Button } from '../form/Button.js';
import styles from './HeldNote.module.css';

interface HeldNoteProps {
  /** Events that came while the list was held. */
  readonly newer: number;
  readonly onShow: () => void;
  /** What stands here besides. */
  readonly children: ReactNode;
}

/** Says how much came while a list was held under somebody's hand, and shows it on request. */
export function HeldNote({ newer, onShow, children }: HeldNoteProps) {
  if (newer === 0) return children;
  return (
    <span className={styles.line}>
      <span title="The list does not move while you point at it, have the focus in it or have opened an event">
        Paused
      </span>
      <Button onClick={onShow}>Show {newer} new</Button>
      {children}
    </span>
  );
}
